"""The small world in which tests act: one country, three communes, their agents, one published procedure."""
