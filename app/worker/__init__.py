"""The worker: takes due jobs under a lease, does their effect, and hands the result to the process."""
