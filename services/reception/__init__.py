"""The desk: checking in, calling, holding, finishing; groups; finding people."""
