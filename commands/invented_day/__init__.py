"""One invented day at a counter, sixty citizens on the real window: links that break, a crash, the day closed and added up.

`plan` says who comes and what each owes, in figures worked out by hand; `desk` and its neighbours are the officer's hands;
`shift` is one run of the program, `day` starts the shifts, kills one, and compares the books with what was played (`sums`).
"""
