"""Work on drafts of procedures: begin, save, hold a part, come back to a revision, put away."""
