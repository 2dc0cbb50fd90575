"""Paper: packs are collected as plain values, drawn, frozen and compared."""
