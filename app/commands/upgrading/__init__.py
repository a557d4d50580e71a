"""How communes' variants follow the national version: tried over the country first, then carried over ring by ring."""
