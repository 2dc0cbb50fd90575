"""The yearly plan, its sums, and what was really done."""
