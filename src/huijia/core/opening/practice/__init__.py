"""练习: a copy of the community beside it, filled with invented residents, cleared and made anew by one button."""
