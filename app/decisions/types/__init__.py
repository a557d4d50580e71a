"""The types of a model: what its item definitions say of values, and how values are made to fit (DMN 1.5, 7.3.3)."""
