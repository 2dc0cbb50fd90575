"""Page Figures: the yearly plan against what was done."""
