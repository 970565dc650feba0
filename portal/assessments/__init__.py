"""The zelfscan: instruments, answers, scores and what may be said of them."""
