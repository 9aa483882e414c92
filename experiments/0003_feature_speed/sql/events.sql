-- The events of each account: what is issued, what is settled, what becomes open and what becomes overdue.

CREATE OR REPLACE TEMP TABLE issued_event AS
SELECT
    account, known AS day, 1 AS n, cents, due - issued AS terms,
    round(ln(cents) * 1000000)::BIGINT AS log_amount
FROM item;

-- A payment on the day of issue counts from the next evening.
CREATE OR REPLACE TEMP TABLE settled_event AS
SELECT
    account, greatest(closed, issued + 1) AS day, 1 AS n, cents, paid - due AS late,
    (paid + 3) % 7 AS weekday,
    exp((paid - 18000) / 120.0::DOUBLE) AS weight  -- fades by e in 120 days; only ratios are used
FROM invoice_end
WHERE paid IS NOT NULL;

CREATE OR REPLACE TEMP TABLE open_event AS
SELECT account, known AS day, 1 AS n, cents FROM item
UNION ALL
SELECT
    cash.account, cash.day,
    CASE WHEN cash.day = closed THEN -1 ELSE 0 END,
    CASE WHEN cash.day = closed THEN so_far - came - cash.cents ELSE -came END
FROM cash
JOIN invoice_end USING (invoice_id);

-- An item enters the day after its due day and leaves when it is paid.
CREATE OR REPLACE TEMP TABLE overdue_event AS
SELECT account, greatest(known, due + 1) AS day, 1 AS n, cents, due
FROM invoice_end
WHERE greatest(known, due + 1) < closed
UNION ALL
SELECT
    cash.account,
    greatest(cash.day, cash.due + 1),
    CASE WHEN cash.day = closed THEN -1 ELSE 0 END,
    CASE WHEN cash.day = closed THEN so_far - came - cash.cents ELSE -came END,
    CASE WHEN cash.day = closed THEN -cash.due ELSE 0 END
FROM cash
JOIN invoice_end USING (invoice_id)
WHERE greatest(cash.known, cash.due + 1) < closed;
