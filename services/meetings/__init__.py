"""The calendar: days of the series, bookings and what stands in their way."""
