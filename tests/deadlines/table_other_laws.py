"""Dates under other laws, worked out by hand; a row is read as in the table of law 55-19.

Calendar days: the day of the start is not counted, the last one is. Months and years run from date to date. Working
days leave out week ends and feasts; the dates of Aïd Al Fitr, Aïd Al Adha and the feasts of 2027 are estimates.
"""

ROWS = [
    # --- law 31-13: access to information, in working days ---
    # 31-13 a.16: 20 working days after Monday 2 March; without 20 March (Aïd Al Fitr); Tuesday 31 March.
    ("31-13 a.16", 20, "working_day", "working", "2026-03-02", "2026-03-31", "2026-03-16"),
    # 31-13 a.16: 20 working days after Monday 11 May; without 27 May (Aïd Al Adha), 28 May (Aïd Al Adha); Wednesday
    # 10 June.
    ("31-13 a.16", 20, "working_day", "working", "2026-05-11", "2026-06-10", "2026-05-25"),
    # 31-13 a.16: 20 working days after Monday 3 August; without 14 August (Oued Ed-Dahab), 20 August (Revolution), 21
    # August (Youth Day), 26 August (Mawlid), 27 August (Mawlid); Monday 7 September.
    ("31-13 a.16", 20, "working_day", "working", "2026-08-03", "2026-09-07", "2026-08-18"),
    # 31-13 a.16: 20 working days after Tuesday 20 October; without 6 November (Green March), 18 November
    # (Independence); Thursday 19 November.
    ("31-13 a.16", 20, "working_day", "working", "2026-10-20", "2026-11-19", "2026-11-03"),
    # 31-13 a.16: 20 working days after Monday 21 December; without 1 January (New Year), 11 January (Manifesto), 14
    # January (Amazigh New Year); Thursday 21 January 2027.
    ("31-13 a.16", 20, "working_day", "working", "2026-12-21", "2027-01-21", "2027-01-05"),
    # 31-13 a.16: 20 working days after Saturday 7 March; without 20 March (Aïd Al Fitr); Monday 6 April.
    ("31-13 a.16", 20, "working_day", "working", "2026-03-07", "2026-04-06", "2026-03-23"),
    # 31-13 a.16: 20 working days after Friday 20 March; Friday 17 April.
    ("31-13 a.16", 20, "working_day", "working", "2026-03-20", "2026-04-17", "2026-04-03"),
    # 31-13 a.16: 40 working days after Monday 2 March; without 20 March (Aïd Al Fitr); Tuesday 28 April.
    ("31-13 a.16", 20, "working_day", "working", "2026-03-02 +20@2026-03-27", "2026-04-28", "2026-03-16"),
    # 31-13 a.16: 40 working days after Monday 3 August; without 14 August (Oued Ed-Dahab), 20 August (Revolution), 21
    # August (Youth Day), 26 August (Mawlid), 27 August (Mawlid); Monday 5 October.
    ("31-13 a.16", 20, "working_day", "working", "2026-08-03 +20@2026-08-20", "2026-10-05", "2026-08-18"),
    # 31-13 a.16: 20 working days after Monday 2 March; without 20 March (Aïd Al Fitr); Tuesday 7 April.
    ("31-13 a.16", 20, "working_day", "working", "2026-03-02 [2026-03-09 2026-03-16]", "2026-04-07", "2026-03-24"),
    # 31-13 a.16: 20 working days after Monday 2 March; Friday 3 April.
    ("31-13 a.16", 20, "working_day", "working", "2026-03-02 [2026-03-18 2026-03-24]", "2026-04-03", "2026-03-16"),
    # 31-13 a.16: 20 working days after Monday 2 March; without 20 March (Aïd Al Fitr); Tuesday 31 March.
    ("31-13 a.16", 20, "working_day", "working", "2026-03-02 [2026-03-20 2026-03-22]", "2026-03-31", "2026-03-16"),
    # 31-13 a.16: 20 working days after Monday 2 March; without 20 March (Aïd Al Fitr); Tuesday 31 March.
    ("31-13 a.16", 20, "working_day", "working", "2026-03-02 [2026-03-09 2026-03-09]", "2026-03-31", "2026-03-16"),
    # 31-13 a.16: 40 working days after Monday 11 May; Wednesday 29 July.
    (
        "31-13 a.16",
        20,
        "working_day",
        "working",
        "2026-05-11 [2026-05-26 2026-06-18] +20@2026-06-19",
        "2026-07-29",
        "2026-05-25",
    ),
    # 31-13 a.17: 2 March + 3 = Thursday 5 March.
    ("31-13 a.17", 3, "day", "calendar", "2026-03-02", "2026-03-05", "2026-03-03"),
    # 31-13 a.17: 4 March + 3 = Saturday 7 March; week end: Monday 9 March.
    ("31-13 a.17", 3, "day", "calendar", "2026-03-04", "2026-03-09", "2026-03-05"),
    # 31-13 a.17: 17 March + 3 = Friday 20 March; Aïd Al Fitr, week end: Monday 23 March.
    ("31-13 a.17", 3, "day", "calendar", "2026-03-17", "2026-03-23", "2026-03-18"),
    # 31-13 a.17: 25 May + 3 = Thursday 28 May; Aïd Al Adha: Friday 29 May.
    ("31-13 a.17", 3, "day", "calendar", "2026-05-25", "2026-05-29", "2026-05-26"),
    # 31-13 a.17: 2 March + 3 + 3 = Sunday 8 March; week end: Monday 9 March.
    ("31-13 a.17", 3, "day", "calendar", "2026-03-02 +3@2026-03-05", "2026-03-09", "2026-03-03"),
    # 31-13 a.19: 20 working days after Monday 27 April; without 1 May (Labour Day); Tuesday 26 May.
    ("31-13 a.19", 20, "working_day", "working", "2026-04-27", "2026-05-26", "2026-05-12"),
    # 31-13 a.19: 12 May + 15 = Wednesday 27 May; Aïd Al Adha: Friday 29 May.
    ("31-13 a.19", 15, "day", "calendar", "2026-05-12", "2026-05-29", "2026-05-19"),
    # 31-13 a.19: 13 May + 15 = Thursday 28 May; Aïd Al Adha: Friday 29 May.
    ("31-13 a.19", 15, "day", "calendar", "2026-05-13", "2026-05-29", "2026-05-20"),
    # 31-13 a.20: 28 May + 30 = Saturday 27 June; week end: Monday 29 June.
    ("31-13 a.20", 30, "day", "calendar", "2026-05-28", "2026-06-29", "2026-06-12"),
    # 31-13 a.20: 15 July + 30 = Friday 14 August; Oued Ed-Dahab, week end: Monday 17 August.
    ("31-13 a.20", 30, "day", "calendar", "2026-07-15", "2026-08-17", "2026-07-30"),
    # 31-13 a.21: 18 May + 60 = Friday 17 July.
    ("31-13 a.21", 60, "day", "calendar", "2026-05-18", "2026-07-17", "2026-06-17"),
    # 31-13 a.21: 18 June + 60 = Monday 17 August.
    ("31-13 a.21", 60, "day", "calendar", "2026-06-18", "2026-08-17", "2026-07-18"),
    # --- working days of the organic law 113-14 ---
    # LO113 a.116: 15 working days after Thursday 5 February; Thursday 26 February.
    ("LO113 a.116", 15, "working_day", "working", "2026-02-05", "2026-02-26", "2026-02-16"),
    # LO113 a.116: 15 working days after Thursday 7 May; without 27 May (Aïd Al Adha), 28 May (Aïd Al Adha); Monday 1
    # June.
    ("LO113 a.116", 15, "working_day", "working", "2026-05-07", "2026-06-01", "2026-05-18"),
    # LO113 a.116: 15 working days after Thursday 22 October; without 6 November (Green March); Friday 13 November.
    ("LO113 a.116", 15, "working_day", "working", "2026-10-22", "2026-11-13", "2026-11-02"),
    # LO113 a.117: 3 working days after Wednesday 18 March; without 20 March (Aïd Al Fitr); Tuesday 24 March.
    ("LO113 a.117", 3, "working_day", "working", "2026-03-18", "2026-03-24", "2026-03-19"),
    # LO113 a.117: 3 working days after Wednesday 19 August; without 20 August (Revolution), 21 August (Youth Day), 26
    # August (Mawlid), 27 August (Mawlid); Friday 28 August.
    ("LO113 a.117", 3, "working_day", "working", "2026-08-19", "2026-08-28", "2026-08-24"),
    # LO113 a.117: 3 working days after Wednesday 4 November; without 6 November (Green March); Tuesday 10 November.
    ("LO113 a.117", 3, "working_day", "working", "2026-11-04", "2026-11-10", "2026-11-05"),
    # LO113 a.34: 7 working days after Monday 18 May; without 27 May (Aïd Al Adha), 28 May (Aïd Al Adha); Friday 29
    # May.
    ("LO113 a.34", 7, "working_day", "working", "2026-05-18", "2026-05-29", "2026-05-21"),
    # --- calendar days: reasons, courts, councils, taxes, civil status ---
    # 03-01 a.4: 2 March + 30 = Wednesday 1 April.
    ("03-01 a.4", 30, "day", "calendar", "2026-03-02", "2026-04-01", "2026-03-17"),
    # 03-01 a.4: 28 April + 30 = Thursday 28 May; Aïd Al Adha: Friday 29 May.
    ("03-01 a.4", 30, "day", "calendar", "2026-04-28", "2026-05-29", "2026-05-13"),
    # 03-01 a.5: 16 April + 15 = Friday 1 May; Labour Day, week end: Monday 4 May.
    ("03-01 a.5", 15, "day", "calendar", "2026-04-16", "2026-05-04", "2026-04-23"),
    # 03-01 a.5: 15 July + 15 = Thursday 30 July; Throne Day: Friday 31 July.
    ("03-01 a.5", 15, "day", "calendar", "2026-07-15", "2026-07-31", "2026-07-22"),
    # 41-90 a.23: 2 March + 60 = Friday 1 May; Labour Day, week end: Monday 4 May.
    ("41-90 a.23", 60, "day", "calendar", "2026-03-02", "2026-05-04", "2026-04-01"),
    # 41-90 a.23: 31 May + 60 = Thursday 30 July; Throne Day: Friday 31 July.
    ("41-90 a.23", 60, "day", "calendar", "2026-05-31", "2026-07-31", "2026-06-30"),
    # 41-90 a.23: 19 September + 60 = Wednesday 18 November; Independence: Thursday 19 November.
    ("41-90 a.23", 60, "day", "calendar", "2026-09-19", "2026-11-19", "2026-10-19"),
    # LO113 a.118: 5 February + 20 = Wednesday 25 February.
    ("LO113 a.118", 20, "day", "calendar", "2026-02-05", "2026-02-25", "2026-02-15"),
    # LO113 a.118: 10 July + 20 = Thursday 30 July; Throne Day: Friday 31 July.
    ("LO113 a.118", 20, "day", "calendar", "2026-07-10", "2026-07-31", "2026-07-20"),
    # LO113 a.273: 6 February + 15 = Saturday 21 February; week end: Monday 23 February.
    ("LO113 a.273", 15, "day", "calendar", "2026-02-06", "2026-02-23", "2026-02-13"),
    # LO113 a.191: 16 December + 15 = Thursday 31 December.
    ("LO113 a.191", 15, "day", "calendar", "2026-12-16", "2026-12-31", "2026-12-23"),
    # LO113 a.198: 30 October + 7 = Friday 6 November; Green March, week end: Monday 9 November.
    ("LO113 a.198", 7, "day", "calendar", "2026-10-30", "2026-11-09", "2026-11-02"),
    # LO113 a.76: 11 November + 7 = Wednesday 18 November; Independence: Thursday 19 November.
    ("LO113 a.76", 7, "day", "calendar", "2026-11-11", "2026-11-19", "2026-11-14"),
    # 25-90 a.23: 1 July + 45 = Saturday 15 August; week end: Monday 17 August.
    ("25-90 a.23", 45, "day", "calendar", "2026-07-01", "2026-08-17", "2026-07-23"),
    # 25-90 a.23: 1 July + 45 + 10 of pause = Tuesday 25 August.
    ("25-90 a.23", 45, "day", "calendar", "2026-07-01 [2026-07-10 2026-07-20]", "2026-08-25", "2026-08-02"),
    # 25-90 a.23: 2 July + 45 = Sunday 16 August; paused on its end, resumed on Thursday 20 August; Revolution, Youth
    # Day, week end: Monday 24 August.
    ("25-90 a.23", 45, "day", "calendar", "2026-07-02 [2026-08-16 2026-08-20]", "2026-08-24", "2026-07-24"),
    # 25-90 a.23: 30 June + 45 = Friday 14 August; paused on its end, resumed on Monday 24 August.
    ("25-90 a.23", 45, "day", "calendar", "2026-06-30 [2026-08-17 2026-08-24]", "2026-08-24", "2026-07-22"),
    # 37-99: 2 May + 30 = Monday 1 June.
    ("37-99", 30, "day", "calendar", "2026-05-02", "2026-06-01", "2026-05-17"),
    # 37-99: 27 April + 30 = Wednesday 27 May; Aïd Al Adha: Friday 29 May.
    ("37-99", 30, "day", "calendar", "2026-04-27", "2026-05-29", "2026-05-12"),
    # 36-21 a.51: 12 August + 15 = Thursday 27 August; Mawlid: Friday 28 August.
    ("36-21 a.51", 15, "day", "calendar", "2026-08-12", "2026-08-28", "2026-08-19"),
    # 47-06 a.67: 2 December + 30 = Friday 1 January 2027; New Year, week end: Monday 4 January 2027.
    ("47-06 a.67", 30, "day", "calendar", "2026-12-02", "2027-01-04", "2026-12-17"),
    # 15-97 a.41: 31 January + 30 = Monday 2 March.
    ("15-97 a.41", 30, "day", "calendar", "2026-01-31", "2026-03-02", "2026-02-15"),
    # 15-97 a.41: 31 July + 20 = Thursday 20 August; Revolution, Youth Day, week end: Monday 24 August.
    ("15-97 a.41", 20, "day", "calendar", "2026-07-31", "2026-08-24", "2026-08-10"),
    # --- months and years by the calendar ---
    # 12-90 a.48: from 15 January to 15 March = Sunday 15 March; week end: Monday 16 March.
    ("12-90 a.48", 2, "month", "calendar", "2026-01-15", "2026-03-16", "2026-02-13"),
    # 12-90 a.48: from 31 December to 28 February 2027 = Sunday 28 February 2027; week end: Monday 1 March 2027.
    ("12-90 a.48", 2, "month", "calendar", "2026-12-31", "2027-03-01", "2027-01-29"),
    # 12-90 a.48: from 20 March to 20 May = Wednesday 20 May.
    ("12-90 a.48", 2, "month", "calendar", "2026-03-20", "2026-05-20", "2026-04-19"),
    # 12-90 a.48: from 15 January to 15 March + 10 of pause = Wednesday 25 March.
    ("12-90 a.48", 2, "month", "calendar", "2026-01-15 [2026-02-01 2026-02-11]", "2026-03-25", "2026-02-23"),
    # 12-90 a.48: from 31 December to 28 February 2027 + 31 of pause = Wednesday 31 March 2027.
    ("12-90 a.48", 2, "month", "calendar", "2026-12-31 [2027-01-10 2027-02-10]", "2027-03-31", "2027-03-01"),
    # 12-90 a.55: from 31 January to 28 February = Saturday 28 February; week end: Monday 2 March.
    ("12-90 a.55", 1, "month", "calendar", "2026-01-31", "2026-03-02", "2026-02-14"),
    # 12-90 a.55: from 1 April to 1 May = Friday 1 May; Labour Day, week end: Monday 4 May.
    ("12-90 a.55", 1, "month", "calendar", "2026-04-01", "2026-05-04", "2026-04-16"),
    # 12-90 a.55: from 31 January to 29 February = Tuesday 29 February 2028.
    ("12-90 a.55", 1, "month", "calendar", "2028-01-31", "2028-02-29", "2028-02-14"),
    # 12-90 a.55: from 28 February to 28 March + 10 of pause = Tuesday 7 April.
    ("12-90 a.55", 1, "month", "calendar", "2026-02-28 [2026-03-05 2026-03-15]", "2026-04-07", "2026-03-24"),
    # 12-90 a.63-1: from 18 October to 18 November = Wednesday 18 November; Independence: Thursday 19 November.
    ("12-90 a.63-1", 1, "month", "calendar", "2026-10-18", "2026-11-19", "2026-11-02"),
    # 25-90 a.8: from 14 May to 14 August = Friday 14 August; Oued Ed-Dahab, week end: Monday 17 August.
    ("25-90 a.8", 3, "month", "calendar", "2026-05-14", "2026-08-17", "2026-06-29"),
    # 25-90 a.8: from 30 November to 28 February 2027 = Sunday 28 February 2027; week end: Monday 1 March 2027.
    ("25-90 a.8", 3, "month", "calendar", "2026-11-30", "2027-03-01", "2027-01-14"),
    # 25-90 a.8: from 27 February to 27 June = Saturday 27 June; week end: Monday 29 June.
    ("25-90 a.8", 3, "month", "calendar", "2026-02-27 +1@2026-05-20", "2026-06-29", "2026-04-12"),
    # 25-90 a.59: from 30 June to 30 August = Sunday 30 August; week end: Monday 31 August.
    ("25-90 a.59", 2, "month", "calendar", "2026-06-30", "2026-08-31", "2026-07-30"),
    # 57-19 a.23: from 18 August to 18 November = Wednesday 18 November; Independence: Thursday 19 November.
    ("57-19 a.23", 3, "month", "calendar", "2026-08-18", "2026-11-19", "2026-10-03"),
    # 09-08 decree: from 20 July to 20 September = Sunday 20 September; week end: Monday 21 September.
    ("09-08 decree", 2, "month", "calendar", "2026-07-20", "2026-09-21", "2026-08-20"),
    # 12-90 a.49: from 3 March to 3 March 2027 = Wednesday 3 March 2027.
    ("12-90 a.49", 1, "year", "calendar", "2026-03-03", "2027-03-03", "2026-09-01"),
    # 12-90 a.49: from 29 February to 28 February 2025 = Friday 28 February 2025.
    ("12-90 a.49", 1, "year", "calendar", "2024-02-29", "2025-02-28", "2024-08-29"),
    # 12-90 a.45: from 14 January to 14 January 2028 = Friday 14 January 2028; Amazigh New Year, week end: Monday 17
    # January 2028.
    ("12-90 a.45", 2, "year", "calendar", "2026-01-14", "2028-01-17", "2027-01-14"),
    # 25-90 a.11: from 1 May to 1 May 2028 = Monday 1 May 2028; Labour Day: Tuesday 2 May 2028.
    ("25-90 a.11", 3, "year", "calendar", "2025-05-01", "2028-05-02", "2026-10-31"),
    # 25-90 a.27: from 6 June to 6 June 2027 = Sunday 6 June 2027; 1 Moharram: Monday 7 June 2027.
    ("25-90 a.27", 1, "year", "calendar", "2026-06-06", "2027-06-07", "2026-12-05"),
]
