"""Who may do what: accounts, keys, masks, reveals and the log of all that."""
