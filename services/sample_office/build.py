"""Fills a fresh office with the sample, step by step as an office lives."""

from datetime import datetime, time
from random import Random

from services.container import Opened
from services.korean.holidays import builtin
from services.sample_office import calendar, city, groups, outreach, visits
from services.sample_office.clock import SampleClock
from services.sample_office.people import People
from services.sample_office.sample import Sample
from services.sample_office.texts import sample_texts

FOUNDED = -25  # working days before the present


def fill(opened: Opened, clock: SampleClock, seed: int) -> None:
    """Fill the office up to the instant the clock shows; undo knows nothing of it.

    Equal seeds and instants make equal names, numbers, times and texts.
    """
    until = clock.now()
    sample = _sample(opened, clock, until, seed)
    clock.go(sample.work_day(FOUNDED), time(9))
    city.make_city(sample)
    calendar.plan(sample)
    calendar.past_session(sample)
    outreach.dong_visits(sample)
    calendar.coming_session(sample)
    calendar.entries(sample)
    visits.past_days(sample)
    groups.groups(sample)
    visits.this_morning(sample)
    clock.set(until)
    opened.services.office.undo.forget()


def _sample(opened: Opened, clock: SampleClock, until: datetime, seed: int) -> Sample:
    texts = sample_texts()
    chance = Random(seed)  # noqa: S311 - a sample, not a secret
    people = People(chance, texts.syllables)
    years = city.years_around(until.date())
    return Sample(
        services=opened.services,
        actor=opened.actor,
        clock=clock,
        until=until,
        chance=chance,
        people=people,
        texts=texts,
        holidays=builtin(years),
    )
