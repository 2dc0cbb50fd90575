"""What a page is given: the services, who acts, and how to speak to the window."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.event_bridge import EventBridge
from ui.tasks import TaskRunner
from ui.theme import Theme

if TYPE_CHECKING:
    from services.container import Services
    from services.core.actor import Actor

Places = tuple[tuple[str, str], ...]  # what is shown: kind of record and its id


@dataclass(frozen=True, slots=True)
class PageContext:
    """Everything a page or a drawer depends on.

    Attributes:
        services: Every verb and question of the office.
        actor: Who is signed in.
        tasks: Runs them off the window's thread.
        events: Tells what changed.
        theme: Colours for what is painted by hand.
        say: Shows a short sentence.
        done: Shows what was done, with its undo where there is one.
        fail: Shows what a person can repair; anything else goes to the crash net.
        open_drawer: Opens a drawer by name, with what it is about.
        go_to: Brings a page to the front, with what it should show.
        print_slip: Prints the receipt slip of a petition.
    """

    services: "Services"
    actor: "Actor"
    tasks: TaskRunner
    events: EventBridge
    theme: Theme
    say: Callable[[str], None]
    done: Callable[[str], None]
    fail: Callable[[Exception], None]
    open_drawer: Callable[[str, object], None]
    go_to: Callable[[str, object], None]
    print_slip: Callable[[str], None]

    def __repr__(self) -> str:
        return "<PageContext>"
