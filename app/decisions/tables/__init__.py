"""The decision table: how it is read, how its rules match, what its hit policy makes of them (DMN 1.5, chapter 8)."""
