"""Widgets that know no room of the office: fields, buttons, frames."""
