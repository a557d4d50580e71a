"""Dates under law 55-19 and law 09-08, worked out by hand.

A row: article, amount, unit, kind, life of the clock, its last day, the last day of its first half. A life is the day
of the start, then [day of the suspension, day of the resumption], then +extension@day of its decision. Each comment
walks the calendar: the day of the start, the days counted, one more for the day of the end, which a franc period does
not count (article 31), the days of pause, and why the end moved.
"""

ROWS = [
    # --- law 55-19, article 16: sixty full days from the complete file ---
    # 55-19 a.16: 3 March + 60 + 1 = Sunday 3 May; week end: Monday 4 May.
    ("55-19 a.16", 60, "day", "franc", "2026-03-03", "2026-05-04", "2026-04-02"),
    # 55-19 a.16: 5 January + 60 + 1 = Saturday 7 March; week end: Monday 9 March.
    ("55-19 a.16", 60, "day", "franc", "2026-01-05", "2026-03-09", "2026-02-04"),
    # 55-19 a.16: 16 February + 60 + 1 = Saturday 18 April; week end: Monday 20 April.
    ("55-19 a.16", 60, "day", "franc", "2026-02-16", "2026-04-20", "2026-03-18"),
    # 55-19 a.16: 15 April + 60 + 1 = Monday 15 June.
    ("55-19 a.16", 60, "day", "franc", "2026-04-15", "2026-06-15", "2026-05-15"),
    # 55-19 a.16: 20 June + 60 + 1 = Thursday 20 August; Revolution, Youth Day, week end: Monday 24 August.
    ("55-19 a.16", 60, "day", "franc", "2026-06-20", "2026-08-24", "2026-07-20"),
    # 55-19 a.16: 14 July + 60 + 1 = Sunday 13 September; week end: Monday 14 September.
    ("55-19 a.16", 60, "day", "franc", "2026-07-14", "2026-09-14", "2026-08-13"),
    # 55-19 a.16: 1 September + 60 + 1 = Sunday 1 November; week end: Monday 2 November.
    ("55-19 a.16", 60, "day", "franc", "2026-09-01", "2026-11-02", "2026-10-01"),
    # 55-19 a.16: 7 September + 60 + 1 = Saturday 7 November; week end: Monday 9 November.
    ("55-19 a.16", 60, "day", "franc", "2026-09-07", "2026-11-09", "2026-10-07"),
    # 55-19 a.16: 2 November + 60 + 1 = Saturday 2 January 2027; week end: Monday 4 January 2027.
    ("55-19 a.16", 60, "day", "franc", "2026-11-02", "2027-01-04", "2026-12-02"),
    # 55-19 a.16: 24 December + 60 + 1 = Tuesday 23 February 2027.
    ("55-19 a.16", 60, "day", "franc", "2026-12-24", "2027-02-23", "2027-01-23"),
    # 55-19 a.16: 8 January + 60 + 1 = Wednesday 10 March 2027; Aïd Al Fitr: Thursday 11 March 2027.
    ("55-19 a.16", 60, "day", "franc", "2027-01-08", "2027-03-11", "2027-02-07"),
    # 55-19 a.16: 31 December + 60 + 1 = Wednesday 1 March 2028.
    ("55-19 a.16", 60, "day", "franc", "2027-12-31", "2028-03-01", "2028-01-30"),
    # 55-19 a.16: 1 January + 60 + 1 = Thursday 2 March 2028.
    ("55-19 a.16", 60, "day", "franc", "2028-01-01", "2028-03-02", "2028-01-31"),
    # --- the same, suspended while the user is asked (articles 7, 10 and 14) ---
    # 55-19 a.14: 3 March + 60 + 1 + 12 of pause = Friday 15 May.
    ("55-19 a.14", 60, "day", "franc", "2026-03-03 [2026-03-10 2026-03-22]", "2026-05-15", "2026-04-14"),
    # 55-19 a.14: 3 March + 60 + 1 + 1 of pause = Monday 4 May.
    ("55-19 a.14", 60, "day", "franc", "2026-03-03 [2026-03-10 2026-03-11]", "2026-05-04", "2026-04-03"),
    # 55-19 a.14: 3 March + 60 + 1 = Sunday 3 May; week end: Monday 4 May.
    ("55-19 a.14", 60, "day", "franc", "2026-03-03 [2026-03-10 2026-03-10]", "2026-05-04", "2026-04-02"),
    # 55-19 a.14: 3 March + 60 + 1 + 10 of pause = Wednesday 13 May.
    ("55-19 a.14", 60, "day", "franc", "2026-03-03 [2026-03-03 2026-03-13]", "2026-05-13", "2026-04-12"),
    # 55-19 a.10: 3 March + 60 + 1 + 30 of pause = Tuesday 2 June.
    ("55-19 a.10", 60, "day", "franc", "2026-03-03 [2026-03-20 2026-04-19]", "2026-06-02", "2026-05-02"),
    # 55-19 a.10: 5 January + 60 + 1 + 12 of pause = Thursday 19 March.
    (
        "55-19 a.10",
        60,
        "day",
        "franc",
        "2026-01-05 [2026-01-10 2026-01-12] [2026-01-20 2026-01-30]",
        "2026-03-19",
        "2026-02-16",
    ),
    # 55-19 a.10: 5 January + 60 + 1 + 20 of pause = Friday 27 March.
    (
        "55-19 a.10",
        60,
        "day",
        "franc",
        "2026-01-05 [2026-01-10 2026-01-12] [2026-01-12 2026-01-30]",
        "2026-03-27",
        "2026-02-24",
    ),
    # 55-19 a.7: 1 June + 60 + 1 + 29 of pause = Sunday 30 August; week end: Monday 31 August.
    ("55-19 a.7", 60, "day", "franc", "2026-06-01 [2026-06-29 2026-07-28]", "2026-08-31", "2026-07-30"),
    # 55-19 a.7: 1 June + 60 + 1 + 1 of pause = Sunday 2 August; week end: Monday 3 August.
    ("55-19 a.7", 60, "day", "franc", "2026-06-01 [2026-07-01 2026-07-02]", "2026-08-03", "2026-07-01"),
    # 55-19 a.14: 5 October + 60 + 1 + 32 of pause = Wednesday 6 January 2027.
    ("55-19 a.14", 60, "day", "franc", "2026-10-05 [2026-10-15 2026-11-16]", "2027-01-06", "2026-12-06"),
    # 55-19 a.14: 2 November + 60 + 1 + 31 of pause = Tuesday 2 February 2027.
    ("55-19 a.14", 60, "day", "franc", "2026-11-02 [2026-12-02 2027-01-02]", "2027-02-02", "2026-12-02"),
    # 55-19 a.14: 14 July + 60 + 1 + 2 of pause = Tuesday 15 September.
    ("55-19 a.14", 60, "day", "franc", "2026-07-14 [2026-08-01 2026-08-03]", "2026-09-15", "2026-08-15"),
    # --- article 17: extended once for an expertise or a public inquiry ---
    # 55-19 a.17: 3 March + 60 + 15 + 1 = Monday 18 May.
    ("55-19 a.17", 60, "day", "franc", "2026-03-03 +15@2026-04-20", "2026-05-18", "2026-04-02"),
    # 55-19 a.17: 5 January + 60 + 30 + 1 = Monday 6 April.
    ("55-19 a.17", 60, "day", "franc", "2026-01-05 +30@2026-03-09", "2026-04-06", "2026-02-04"),
    # 55-19 a.17: 3 March + 60 + 20 + 1 + 12 of pause = Thursday 4 June.
    ("55-19 a.17", 60, "day", "franc", "2026-03-03 [2026-03-10 2026-03-22] +20@2026-05-01", "2026-06-04", "2026-04-14"),
    # 55-19 a.17: 4 May + 60 + 7 + 1 + 18 of pause = Wednesday 29 July.
    ("55-19 a.17", 60, "day", "franc", "2026-05-04 [2026-05-11 2026-05-29] +7@2026-06-01", "2026-07-29", "2026-06-21"),
    # 55-19 a.17: 2 March + 30 + 10 + 1 = Sunday 12 April; week end: Monday 13 April.
    ("55-19 a.17", 30, "day", "franc", "2026-03-02 +10@2026-04-02", "2026-04-13", "2026-03-17"),
    # --- decree 2-22-385: thirty full days for investment acts ---
    # 55-19 a.16 invest: 2 March + 30 + 1 = Thursday 2 April.
    ("55-19 a.16 invest", 30, "day", "franc", "2026-03-02", "2026-04-02", "2026-03-17"),
    # 55-19 a.16 invest: 20 April + 30 + 1 = Thursday 21 May.
    ("55-19 a.16 invest", 30, "day", "franc", "2026-04-20", "2026-05-21", "2026-05-05"),
    # 55-19 a.16 invest: 20 July + 30 + 1 = Thursday 20 August; Revolution, Youth Day, week end: Monday 24 August.
    ("55-19 a.16 invest", 30, "day", "franc", "2026-07-20", "2026-08-24", "2026-08-04"),
    # 55-19 a.16 invest: 30 July + 30 + 1 = Sunday 30 August; week end: Monday 31 August.
    ("55-19 a.16 invest", 30, "day", "franc", "2026-07-30", "2026-08-31", "2026-08-14"),
    # 55-19 a.16 invest: 6 October + 30 + 1 = Friday 6 November; Green March, week end: Monday 9 November.
    ("55-19 a.16 invest", 30, "day", "franc", "2026-10-06", "2026-11-09", "2026-10-21"),
    # 55-19 a.16 invest: 18 October + 30 + 1 = Wednesday 18 November; Independence: Thursday 19 November.
    ("55-19 a.16 invest", 30, "day", "franc", "2026-10-18", "2026-11-19", "2026-11-02"),
    # 55-19 a.16 invest: 14 December + 30 + 1 = Thursday 14 January 2027; Amazigh New Year: Friday 15 January 2027.
    ("55-19 a.16 invest", 30, "day", "franc", "2026-12-14", "2027-01-15", "2026-12-29"),
    # 55-19 a.16 invest: 6 February + 30 + 1 = Tuesday 9 March 2027; Aïd Al Fitr: Thursday 11 March 2027.
    ("55-19 a.16 invest", 30, "day", "franc", "2027-02-06", "2027-03-11", "2027-02-21"),
    # 55-19 a.16 invest: 15 April + 30 + 1 = Sunday 16 May 2027; Aïd Al Adha: Tuesday 18 May 2027.
    ("55-19 a.16 invest", 30, "day", "franc", "2027-04-15", "2027-05-18", "2027-04-30"),
    # 55-19 a.16 invest: 2 March + 30 + 1 + 15 of pause = Friday 17 April.
    ("55-19 a.16 invest", 30, "day", "franc", "2026-03-02 [2026-03-16 2026-03-31]", "2026-04-17", "2026-04-01"),
    # 55-19 a.16 invest: 2 March + 30 + 1 + 1 of pause = Friday 3 April.
    ("55-19 a.16 invest", 30, "day", "franc", "2026-03-02 [2026-03-17 2026-03-18]", "2026-04-03", "2026-03-17"),
    # --- articles 10 to 24: what the user and the authorities have ---
    # 55-19 a.10: 18 February + 30 + 1 = Saturday 21 March; Aïd Al Fitr, week end: Monday 23 March.
    ("55-19 a.10", 30, "day", "franc", "2026-02-18", "2026-03-23", "2026-03-05"),
    # 55-19 a.10: 17 May + 30 + 1 = Wednesday 17 June; 1 Moharram: Thursday 18 June.
    ("55-19 a.10", 30, "day", "franc", "2026-05-17", "2026-06-18", "2026-06-01"),
    # 55-19 a.10: 20 August + 30 + 1 = Sunday 20 September; week end: Monday 21 September.
    ("55-19 a.10", 30, "day", "franc", "2026-08-20", "2026-09-21", "2026-09-04"),
    # 55-19 a.19: 12 March + 7 + 1 = Friday 20 March; Aïd Al Fitr, week end: Monday 23 March.
    ("55-19 a.19", 7, "day", "franc", "2026-03-12", "2026-03-23", "2026-03-15"),
    # 55-19 a.19: 19 May + 7 + 1 = Wednesday 27 May; Aïd Al Adha: Friday 29 May.
    ("55-19 a.19", 7, "day", "franc", "2026-05-19", "2026-05-29", "2026-05-22"),
    # 55-19 a.19: 4 May + 7 + 1 = Tuesday 12 May.
    ("55-19 a.19", 7, "day", "franc", "2026-05-04", "2026-05-12", "2026-05-07"),
    # 55-19 a.19: 18 August + 7 + 1 = Wednesday 26 August; Mawlid: Friday 28 August.
    ("55-19 a.19", 7, "day", "franc", "2026-08-18", "2026-08-28", "2026-08-21"),
    # 55-19 a.19: 6 January + 7 + 1 = Wednesday 14 January; Amazigh New Year: Thursday 15 January.
    ("55-19 a.19", 7, "day", "franc", "2026-01-06", "2026-01-15", "2026-01-09"),
    # 55-19 a.20: 9 March + 10 + 1 = Friday 20 March; Aïd Al Fitr, week end: Monday 23 March.
    ("55-19 a.20", 10, "day", "franc", "2026-03-09", "2026-03-23", "2026-03-14"),
    # 55-19 a.20: 16 May + 10 + 1 = Wednesday 27 May; Aïd Al Adha: Friday 29 May.
    ("55-19 a.20", 10, "day", "franc", "2026-05-16", "2026-05-29", "2026-05-21"),
    # 55-19 a.20: 10 August + 10 + 1 = Friday 21 August; Youth Day, week end: Monday 24 August.
    ("55-19 a.20", 10, "day", "franc", "2026-08-10", "2026-08-24", "2026-08-15"),
    # 55-19 a.21: 5 May + 30 + 1 = Friday 5 June.
    ("55-19 a.21", 30, "day", "franc", "2026-05-05", "2026-06-05", "2026-05-20"),
    # 55-19 a.21: 28 July + 30 + 1 = Friday 28 August.
    ("55-19 a.21", 30, "day", "franc", "2026-07-28", "2026-08-28", "2026-08-12"),
    # 55-19 a.21: 1 June + 15 + 1 = Wednesday 17 June; 1 Moharram: Thursday 18 June.
    ("55-19 a.21", 15, "day", "franc", "2026-06-01", "2026-06-18", "2026-06-08"),
    # 55-19 a.21: 4 August + 15 + 1 = Thursday 20 August; Revolution, Youth Day, week end: Monday 24 August.
    ("55-19 a.21", 15, "day", "franc", "2026-08-04", "2026-08-24", "2026-08-11"),
    # 55-19 a.21: 29 April + 15 + 1 = Friday 15 May.
    ("55-19 a.21", 15, "day", "franc", "2026-04-29", "2026-05-15", "2026-05-06"),
    # 55-19 a.21: 6 June + 10 + 1 = Wednesday 17 June; 1 Moharram: Thursday 18 June.
    ("55-19 a.21", 10, "day", "franc", "2026-06-06", "2026-06-18", "2026-06-11"),
    # 55-19 a.21: 7 November + 10 + 1 = Wednesday 18 November; Independence: Thursday 19 November.
    ("55-19 a.21", 10, "day", "franc", "2026-11-07", "2026-11-19", "2026-11-12"),
    # 55-19 a.24: 14 July + 15 + 1 = Thursday 30 July; Throne Day: Friday 31 July.
    ("55-19 a.24", 15, "day", "franc", "2026-07-14", "2026-07-31", "2026-07-21"),
    # 55-19 a.24: 31 December + 15 + 1 = Saturday 16 January 2027; week end: Monday 18 January 2027.
    ("55-19 a.24", 15, "day", "franc", "2026-12-31", "2027-01-18", "2027-01-07"),
    # 09-08 a.8: 10 March + 10 + 1 = Saturday 21 March; Aïd Al Fitr, week end: Monday 23 March.
    ("09-08 a.8", 10, "day", "franc", "2026-03-10", "2026-03-23", "2026-03-15"),
    # 09-08 a.8: 20 October + 10 + 1 = Saturday 31 October; Unity Day, week end: Monday 2 November.
    ("09-08 a.8", 10, "day", "franc", "2026-10-20", "2026-11-02", "2026-10-25"),
]
