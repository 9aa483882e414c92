-- Running figures a day of each account by window functions, then ASOF joins from the pairs.

CREATE OR REPLACE TEMP TABLE issued_run AS
SELECT
    row_number() OVER () AS place, account, day,
    sum(n) OVER so_far::BIGINT AS n,
    sum(cents) OVER so_far::BIGINT AS cents,
    sum(terms) OVER so_far::BIGINT AS terms,
    sum(log_amount) OVER so_far::BIGINT AS log_amount,
    min(day) OVER so_far AS first_day
FROM (
    SELECT
        account, day, sum(n)::BIGINT AS n, sum(cents)::BIGINT AS cents, sum(terms)::BIGINT AS terms,
        sum(log_amount)::BIGINT AS log_amount
    FROM issued_event GROUP BY account, day
)
WINDOW so_far AS (PARTITION BY account ORDER BY day ROWS UNBOUNDED PRECEDING);

CREATE OR REPLACE TEMP TABLE settled_run AS
SELECT
    row_number() OVER () AS place, account, day,
    sum(n) OVER so_far::BIGINT AS n,
    sum(late) OVER so_far::BIGINT AS late,
    sum(late_squared) OVER so_far::BIGINT AS late_squared,
    sum(cents) OVER so_far::BIGINT AS cents,
    sum(late_cents) OVER so_far::BIGINT AS late_cents,
    sum(over_0) OVER so_far::BIGINT AS over_0,
    sum(over_7) OVER so_far::BIGINT AS over_7,
    sum(over_30) OVER so_far::BIGINT AS over_30,
    greatest(
        sum(weekday_0) OVER so_far::BIGINT, sum(weekday_1) OVER so_far::BIGINT, sum(weekday_2) OVER so_far::BIGINT,
        sum(weekday_3) OVER so_far::BIGINT, sum(weekday_4) OVER so_far::BIGINT, sum(weekday_5) OVER so_far::BIGINT,
        sum(weekday_6) OVER so_far::BIGINT
    ) AS weekday_most,
    sum(recent_late) OVER so_far AS recent_late,
    sum(recent_weight) OVER so_far AS recent_weight,
    late / n AS last_1,
    lag(late / n, 1) OVER so_far AS last_2,
    lag(late / n, 2) OVER so_far AS last_3,
    lag(late / n, 3) OVER so_far AS last_4,
    lag(late / n, 4) OVER so_far AS last_5,
    lag(late / n, 5) OVER so_far AS last_6
FROM (
    SELECT
        account, day, sum(n)::BIGINT AS n, sum(late)::BIGINT AS late, sum(late * late)::BIGINT AS late_squared,
        sum(cents)::BIGINT AS cents, sum(late * cents)::BIGINT AS late_cents,
        count(*) FILTER (late > 0) AS over_0,
        count(*) FILTER (late > 7) AS over_7,
        count(*) FILTER (late > 30) AS over_30,
        count(*) FILTER (weekday = 0) AS weekday_0,
        count(*) FILTER (weekday = 1) AS weekday_1,
        count(*) FILTER (weekday = 2) AS weekday_2,
        count(*) FILTER (weekday = 3) AS weekday_3,
        count(*) FILTER (weekday = 4) AS weekday_4,
        count(*) FILTER (weekday = 5) AS weekday_5,
        count(*) FILTER (weekday = 6) AS weekday_6,
        sum(weight * late) AS recent_late,
        sum(weight) AS recent_weight
    FROM settled_event GROUP BY account, day
)
WINDOW so_far AS (PARTITION BY account ORDER BY day ROWS UNBOUNDED PRECEDING);

-- Quantiles need the payments themselves; the last of a day tells the day.
CREATE OR REPLACE TEMP TABLE quantile_run AS
SELECT account, day, last(quantiles) AS quantiles
FROM (
    SELECT account, day, quantile_disc(late, [0.1, 0.25, 0.5, 0.75, 0.9]) OVER (
        PARTITION BY account ORDER BY day ROWS UNBOUNDED PRECEDING
    ) AS quantiles
    FROM (SELECT account, day, least(greatest(late, -200), 823) AS late FROM settled_event)
)
GROUP BY account, day;

CREATE OR REPLACE TEMP TABLE open_run AS
SELECT account, day, sum(n) OVER so_far::BIGINT AS n, sum(cents) OVER so_far::BIGINT AS cents
FROM (
    SELECT account, day, sum(n)::BIGINT AS n, sum(cents)::BIGINT AS cents
    FROM open_event GROUP BY account, day
)
WINDOW so_far AS (PARTITION BY account ORDER BY day ROWS UNBOUNDED PRECEDING);

CREATE OR REPLACE TEMP TABLE overdue_run AS
SELECT account, day, sum(n) OVER so_far::BIGINT AS n, sum(cents) OVER so_far::BIGINT AS cents, sum(due) OVER so_far::BIGINT AS due
FROM (
    SELECT account, day, sum(n)::BIGINT AS n, sum(cents)::BIGINT AS cents, sum(due)::BIGINT AS due
    FROM overdue_event GROUP BY account, day
)
WINDOW so_far AS (PARTITION BY account ORDER BY day ROWS UNBOUNDED PRECEDING);

-- The oldest item still in on an evening is the first, in the order of due days, that closes after it. The
-- running maximum of closing days never falls and passes the evening at that same item.
CREATE OR REPLACE TEMP TABLE oldest_run AS
SELECT account, closed, min(due) AS due
FROM (
    SELECT account, due, max(closed) OVER (PARTITION BY account ORDER BY due ROWS UNBOUNDED PRECEDING) AS closed
    FROM invoice_end
)
GROUP BY account, closed;

-- Where each evening stands in each run. The evenings are kept narrow, for every join sorts them anew.
CREATE OR REPLACE TEMP TABLE evening AS
SELECT
    look.account, look.evening,
    issued.place AS issued, issued_30.place AS issued_30,
    issued_90.place AS issued_90, issued_365.place AS issued_365,
    settled.place AS settled, settled_30.place AS settled_30,
    settled_90.place AS settled_90, settled_365.place AS settled_365,
    open_run.n AS open_n, open_run.cents AS open_total,
    overdue_run.n AS overdue_n, overdue_run.cents AS overdue_cents, overdue_run.due AS overdue_due,
    oldest_run.due AS oldest_due
FROM (SELECT DISTINCT account, evening FROM pair) AS look
ASOF LEFT JOIN issued_run AS issued_30
    ON look.account = issued_30.account AND look.evening - 30 >= issued_30.day
ASOF LEFT JOIN issued_run AS issued_90
    ON look.account = issued_90.account AND look.evening - 90 >= issued_90.day
ASOF LEFT JOIN issued_run AS issued_365
    ON look.account = issued_365.account AND look.evening - 365 >= issued_365.day
ASOF LEFT JOIN issued_run AS issued
    ON look.account = issued.account AND look.evening >= issued.day
ASOF LEFT JOIN settled_run AS settled_30
    ON look.account = settled_30.account AND look.evening - 30 >= settled_30.day
ASOF LEFT JOIN settled_run AS settled_90
    ON look.account = settled_90.account AND look.evening - 90 >= settled_90.day
ASOF LEFT JOIN settled_run AS settled_365
    ON look.account = settled_365.account AND look.evening - 365 >= settled_365.day
ASOF LEFT JOIN settled_run AS settled
    ON look.account = settled.account AND look.evening >= settled.day
ASOF LEFT JOIN open_run
    ON look.account = open_run.account AND look.evening >= open_run.day
ASOF LEFT JOIN overdue_run
    ON look.account = overdue_run.account AND look.evening >= overdue_run.day
ASOF LEFT JOIN oldest_run
    ON look.account = oldest_run.account AND look.evening < oldest_run.closed;

CREATE OR REPLACE TEMP TABLE seen AS
SELECT
    pair.*,
    issued.n AS issued_n,
    issued.n - coalesce(issued_30.n, 0) AS issued_n_30,
    issued.n - coalesce(issued_90.n, 0) AS issued_n_90,
    issued.cents - coalesce(issued_90.cents, 0) AS issued_cents_90,
    issued.cents - coalesce(issued_365.cents, 0) AS issued_cents_365,
    issued.terms AS issued_terms,
    issued.log_amount,
    issued.first_day,
    coalesce(settled.n, 0) AS n,
    coalesce(settled.n, 0) - coalesce(settled_30.n, 0) AS n_30,
    coalesce(settled.n, 0) - coalesce(settled_90.n, 0) AS n_90,
    coalesce(settled.n, 0) - coalesce(settled_365.n, 0) AS n_365,
    settled.late,
    settled.late - coalesce(settled_30.late, 0) AS late_30,
    settled.late - coalesce(settled_90.late, 0) AS late_90,
    settled.late - coalesce(settled_365.late, 0) AS late_365,
    settled.over_0 - coalesce(settled_90.over_0, 0) AS over_0_90,
    settled.late_squared, settled.cents AS settled_cents, settled.late_cents,
    settled.over_0, settled.over_7, settled.over_30, settled.weekday_most,
    settled.recent_late, settled.recent_weight, settled.day AS settled_day,
    settled.last_1, settled.last_2, settled.last_3, settled.last_4, settled.last_5, settled.last_6,
    quantiles,
    coalesce(evening.open_n, 0) AS open_n,
    coalesce(evening.open_total, 0) AS open_total,
    coalesce(evening.overdue_n, 0) AS overdue_n,
    coalesce(evening.overdue_cents, 0) AS overdue_cents,
    coalesce(evening.overdue_due, 0) AS overdue_due,
    evening.oldest_due
FROM pair
JOIN evening ON pair.account = evening.account AND pair.evening = evening.evening
LEFT JOIN issued_run AS issued ON issued.place = evening.issued
LEFT JOIN issued_run AS issued_30 ON issued_30.place = evening.issued_30
LEFT JOIN issued_run AS issued_90 ON issued_90.place = evening.issued_90
LEFT JOIN issued_run AS issued_365 ON issued_365.place = evening.issued_365
LEFT JOIN settled_run AS settled ON settled.place = evening.settled
LEFT JOIN settled_run AS settled_30 ON settled_30.place = evening.settled_30
LEFT JOIN settled_run AS settled_90 ON settled_90.place = evening.settled_90
LEFT JOIN settled_run AS settled_365 ON settled_365.place = evening.settled_365
LEFT JOIN quantile_run ON quantile_run.account = pair.account AND quantile_run.day = settled.day;
