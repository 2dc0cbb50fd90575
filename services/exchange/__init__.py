"""Files of others: taken in whole or with every faulty row named, and given out masked."""
