-- The plain way: join each pair with all the past of its account, and aggregate.

CREATE OR REPLACE TEMP TABLE payment_day AS
SELECT account, day, avg(late) AS late FROM settled_event GROUP BY account, day;

CREATE OR REPLACE TEMP TABLE seen AS
WITH issued AS (
    SELECT
        invoice_id,
        count(*) AS issued_n,
        count(*) FILTER (day > evening - 30) AS issued_n_30,
        count(*) FILTER (day > evening - 90) AS issued_n_90,
        sum(event.cents) FILTER (day > evening - 90) AS issued_cents_90,
        sum(event.cents) FILTER (day > evening - 365) AS issued_cents_365,
        sum(terms) AS issued_terms,
        sum(log_amount) AS log_amount,
        min(day) AS first_day
    FROM pair JOIN issued_event AS event ON event.account = pair.account AND event.day <= pair.evening
    GROUP BY invoice_id
), settled AS (
    SELECT
        invoice_id,
        count(*) AS n,
        count(*) FILTER (day > evening - 30) AS n_30,
        count(*) FILTER (day > evening - 90) AS n_90,
        count(*) FILTER (day > evening - 365) AS n_365,
        sum(late) AS late,
        sum(late) FILTER (day > evening - 30) AS late_30,
        sum(late) FILTER (day > evening - 90) AS late_90,
        sum(late) FILTER (day > evening - 365) AS late_365,
        count(*) FILTER (late > 0 AND day > evening - 90) AS over_0_90,
        sum(late * late) AS late_squared,
        sum(event.cents) AS settled_cents,
        sum(late * event.cents) AS late_cents,
        count(*) FILTER (late > 0) AS over_0,
        count(*) FILTER (late > 7) AS over_7,
        count(*) FILTER (late > 30) AS over_30,
        greatest(
            count(*) FILTER (weekday = 0), count(*) FILTER (weekday = 1), count(*) FILTER (weekday = 2),
            count(*) FILTER (weekday = 3), count(*) FILTER (weekday = 4), count(*) FILTER (weekday = 5),
            count(*) FILTER (weekday = 6)
        ) AS weekday_most,
        sum(weight * late) AS recent_late,
        sum(weight) AS recent_weight,
        max(day) AS settled_day,
        quantile_disc(least(greatest(late, -200), 823), [0.1, 0.25, 0.5, 0.75, 0.9]) AS quantiles
    FROM pair JOIN settled_event AS event ON event.account = pair.account AND event.day <= pair.evening
    GROUP BY invoice_id
), last AS (
    SELECT invoice_id, max_by(late, day, 6) AS last
    FROM pair JOIN payment_day AS event ON event.account = pair.account AND event.day <= pair.evening
    GROUP BY invoice_id
), open AS (
    SELECT invoice_id, sum(n) AS open_n, sum(event.cents) AS open_total
    FROM pair JOIN open_event AS event ON event.account = pair.account AND event.day <= pair.evening
    GROUP BY invoice_id
), overdue AS (
    SELECT invoice_id, sum(n) AS overdue_n, sum(event.cents) AS overdue_cents, sum(event.due) AS overdue_due
    FROM pair JOIN overdue_event AS event ON event.account = pair.account AND event.day <= pair.evening
    GROUP BY invoice_id
), oldest AS (
    SELECT pair.invoice_id, min(item.due) AS oldest_due
    FROM pair
    JOIN invoice_end AS item
        ON item.account = pair.account AND item.due < pair.evening AND item.closed > pair.evening
    GROUP BY pair.invoice_id
)
SELECT
    pair.*, issued.* EXCLUDE (invoice_id), settled.* EXCLUDE (invoice_id, n, n_30, n_90, n_365),
    coalesce(n, 0) AS n, coalesce(n_30, 0) AS n_30, coalesce(n_90, 0) AS n_90, coalesce(n_365, 0) AS n_365,
    last[1] AS last_1, last[2] AS last_2, last[3] AS last_3, last[4] AS last_4, last[5] AS last_5,
    last[6] AS last_6,
    coalesce(open_n, 0) AS open_n, coalesce(open_total, 0) AS open_total,
    coalesce(overdue_n, 0) AS overdue_n, coalesce(overdue_cents, 0) AS overdue_cents,
    coalesce(overdue_due, 0) AS overdue_due, oldest_due
FROM pair
LEFT JOIN issued USING (invoice_id)
LEFT JOIN settled USING (invoice_id)
LEFT JOIN last USING (invoice_id)
LEFT JOIN open USING (invoice_id)
LEFT JOIN overdue USING (invoice_id)
LEFT JOIN oldest USING (invoice_id);
