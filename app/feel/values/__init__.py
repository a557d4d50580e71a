"""The values of FEEL (DMN 1.5, 10.3.2): numbers, texts, dates, durations, ranges, functions, lists, contexts."""
