-- One row for each day of an account on which anything happens or a pair looks, and window functions over it.

CREATE OR REPLACE TEMP TABLE payment_day AS
SELECT
    *,
    lag(last_1, 1) OVER days AS last_2,
    lag(last_1, 2) OVER days AS last_3,
    lag(last_1, 3) OVER days AS last_4,
    lag(last_1, 4) OVER days AS last_5,
    lag(last_1, 5) OVER days AS last_6
FROM (
    SELECT
        account, day,
        sum(n)::BIGINT AS n,
        sum(late)::BIGINT AS late,
        sum(late * late)::BIGINT AS late_squared,
        sum(cents)::BIGINT AS cents,
        sum(late * cents)::BIGINT AS late_cents,
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
        sum(weight) AS recent_weight,
        avg(late) AS last_1
    FROM settled_event GROUP BY account, day
)
WINDOW days AS (PARTITION BY account ORDER BY day);

CREATE OR REPLACE TEMP TABLE account_day AS
SELECT
    account, day,
    max(settled_day) AS settled_day,
    sum(n)::BIGINT AS n, sum(late)::BIGINT AS late, sum(late_squared)::BIGINT AS late_squared,
    sum(settled_cents)::BIGINT AS settled_cents, sum(late_cents)::BIGINT AS late_cents,
    sum(over_0)::BIGINT AS over_0, sum(over_7)::BIGINT AS over_7, sum(over_30)::BIGINT AS over_30,
    sum(weekday_0)::BIGINT AS weekday_0, sum(weekday_1)::BIGINT AS weekday_1,
    sum(weekday_2)::BIGINT AS weekday_2, sum(weekday_3)::BIGINT AS weekday_3,
    sum(weekday_4)::BIGINT AS weekday_4, sum(weekday_5)::BIGINT AS weekday_5,
    sum(weekday_6)::BIGINT AS weekday_6,
    sum(recent_late) AS recent_late, sum(recent_weight) AS recent_weight,
    max(last) AS last,
    sum(issued_n)::BIGINT AS issued_n, sum(issued_cents)::BIGINT AS issued_cents,
    sum(terms)::BIGINT AS terms, sum(log_amount)::BIGINT AS log_amount,
    sum(open_n)::BIGINT AS open_n, sum(open_cents)::BIGINT AS open_cents,
    sum(overdue_n)::BIGINT AS overdue_n, sum(overdue_cents)::BIGINT AS overdue_cents,
    sum(overdue_due)::BIGINT AS overdue_due
FROM (
    SELECT account, evening AS day FROM pair
    UNION ALL BY NAME
    SELECT
        account, day, day AS settled_day, n, late, late_squared, cents AS settled_cents, late_cents,
        over_0, over_7, over_30, weekday_0, weekday_1, weekday_2, weekday_3, weekday_4, weekday_5, weekday_6,
        recent_late, recent_weight, [last_1, last_2, last_3, last_4, last_5, last_6] AS last
    FROM payment_day
    UNION ALL BY NAME
    SELECT account, day, n AS issued_n, cents AS issued_cents, terms, log_amount FROM issued_event
    UNION ALL BY NAME
    SELECT account, day, n AS open_n, cents AS open_cents FROM open_event
    UNION ALL BY NAME
    SELECT account, day, n AS overdue_n, cents AS overdue_cents, due AS overdue_due FROM overdue_event
)
GROUP BY account, day;

CREATE OR REPLACE TEMP TABLE quantile_day AS
SELECT account, day, last(quantiles) AS quantiles
FROM (
    SELECT account, day, quantile_disc(late, [0.1, 0.25, 0.5, 0.75, 0.9]) OVER (
        PARTITION BY account ORDER BY day ROWS UNBOUNDED PRECEDING
    ) AS quantiles
    FROM (SELECT account, day, least(greatest(late, -200), 823) AS late FROM settled_event)
)
GROUP BY account, day;

CREATE OR REPLACE TEMP TABLE oldest AS
SELECT account, closed, min(due) AS due
FROM (
    SELECT account, due, max(closed) OVER (PARTITION BY account ORDER BY due ROWS UNBOUNDED PRECEDING) AS closed
    FROM invoice_end
)
GROUP BY account, closed;

CREATE OR REPLACE TEMP TABLE seen_day AS
SELECT
    account, day,
    last_value(settled_day IGNORE NULLS) OVER so_far AS settled_day,
    sum(n) OVER so_far AS n,
    sum(n) OVER d30 AS n_30, sum(n) OVER d90 AS n_90, sum(n) OVER d365 AS n_365,
    sum(late) OVER so_far AS late,
    sum(late) OVER d30 AS late_30, sum(late) OVER d90 AS late_90, sum(late) OVER d365 AS late_365,
    sum(over_0) OVER d90 AS over_0_90,
    sum(late_squared) OVER so_far AS late_squared,
    sum(settled_cents) OVER so_far AS settled_cents,
    sum(late_cents) OVER so_far AS late_cents,
    sum(over_0) OVER so_far AS over_0,
    sum(over_7) OVER so_far AS over_7,
    sum(over_30) OVER so_far AS over_30,
    greatest(
        sum(weekday_0) OVER so_far, sum(weekday_1) OVER so_far, sum(weekday_2) OVER so_far,
        sum(weekday_3) OVER so_far, sum(weekday_4) OVER so_far, sum(weekday_5) OVER so_far,
        sum(weekday_6) OVER so_far
    ) AS weekday_most,
    sum(recent_late) OVER so_far AS recent_late,
    sum(recent_weight) OVER so_far AS recent_weight,
    last_value(last IGNORE NULLS) OVER so_far AS last,
    sum(issued_n) OVER so_far AS issued_n,
    sum(issued_n) OVER d30 AS issued_n_30, sum(issued_n) OVER d90 AS issued_n_90,
    sum(issued_cents) OVER d90 AS issued_cents_90, sum(issued_cents) OVER d365 AS issued_cents_365,
    sum(terms) OVER so_far AS issued_terms,
    sum(log_amount) OVER so_far AS log_amount,
    min(day) FILTER (issued_n > 0) OVER so_far AS first_day,
    sum(open_n) OVER so_far AS open_n, sum(open_cents) OVER so_far AS open_total,
    sum(overdue_n) OVER so_far AS overdue_n, sum(overdue_cents) OVER so_far AS overdue_cents,
    sum(overdue_due) OVER so_far AS overdue_due
FROM account_day
WINDOW
    so_far AS (PARTITION BY account ORDER BY day ROWS UNBOUNDED PRECEDING),
    d30 AS (PARTITION BY account ORDER BY day RANGE BETWEEN 29 PRECEDING AND CURRENT ROW),
    d90 AS (PARTITION BY account ORDER BY day RANGE BETWEEN 89 PRECEDING AND CURRENT ROW),
    d365 AS (PARTITION BY account ORDER BY day RANGE BETWEEN 364 PRECEDING AND CURRENT ROW);

CREATE OR REPLACE TEMP TABLE seen AS
SELECT
    pair.*, issued_n, issued_n_30, issued_n_90, issued_cents_90, issued_cents_365, issued_terms,
    log_amount, first_day,
    coalesce(n, 0) AS n, coalesce(n_30, 0) AS n_30, coalesce(n_90, 0) AS n_90, coalesce(n_365, 0) AS n_365,
    late, late_30, late_90, late_365, over_0_90, late_squared, settled_cents, late_cents, over_0, over_7,
    over_30, weekday_most, recent_late, recent_weight, settled_day,
    last[1] AS last_1, last[2] AS last_2, last[3] AS last_3, last[4] AS last_4, last[5] AS last_5,
    last[6] AS last_6, quantiles,
    coalesce(open_n, 0) AS open_n, coalesce(open_total, 0) AS open_total,
    coalesce(overdue_n, 0) AS overdue_n, coalesce(overdue_cents, 0) AS overdue_cents,
    coalesce(overdue_due, 0) AS overdue_due, oldest.due AS oldest_due
FROM pair
JOIN seen_day ON pair.account = seen_day.account AND pair.evening = seen_day.day
LEFT JOIN quantile_day ON quantile_day.account = pair.account AND quantile_day.day = seen_day.settled_day
ASOF LEFT JOIN oldest ON pair.account = oldest.account AND pair.evening < oldest.closed;
