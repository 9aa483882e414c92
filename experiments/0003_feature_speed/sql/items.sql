-- What happened to each invoice, as days counted from 1970-01-01. The ledger has no corrections and no late
-- news, so one row an invoice is enough; the house's own timeline allows for both.

CREATE OR REPLACE TEMP TABLE item AS
SELECT
    invoice_id,
    customer_id * 256 + enum_code(currency) AS account,  -- a customer in one currency
    issued_on - DATE '1970-01-01' AS issued,
    due_on - DATE '1970-01-01' AS due,
    known_on - DATE '1970-01-01' AS known,
    amount_cents AS cents
FROM invoice;

-- Each sum of money beside its invoice, with what had come in by then.
CREATE OR REPLACE TEMP TABLE cash AS
SELECT
    item.invoice_id,
    item.account,
    item.known,
    item.due,
    item.cents,
    greatest(received.known_on - DATE '1970-01-01', item.known) AS day,
    received.paid_on - DATE '1970-01-01' AS paid,
    received.amount_cents AS came,
    sum(received.amount_cents) OVER (
        PARTITION BY received.invoice_id ORDER BY received.paid_on, received.allocation_id
        ROWS UNBOUNDED PRECEDING
    )::BIGINT AS so_far
FROM allocation AS received
JOIN item USING (invoice_id);

-- Paid when no more than a euro or half a per cent is missing.
CREATE OR REPLACE TEMP TABLE paid AS
SELECT invoice_id, min(paid) AS paid, min(day) AS day
FROM cash
WHERE cents - so_far <= greatest(100, cents * 0.005::DOUBLE)
GROUP BY invoice_id;

CREATE OR REPLACE TEMP TABLE invoice_end AS
SELECT item.*, coalesce(paid.day, 2000000) AS closed, paid.paid
FROM item
LEFT JOIN paid USING (invoice_id);

-- The pairs: every invoice on its issue day, with what was still open of it that evening.
CREATE OR REPLACE TEMP TABLE pair AS
SELECT
    invoice_id, account, issued AS evening, issued, due, cents,
    CASE WHEN closed <= issued THEN 0 ELSE cents - coalesce(early.came, 0) END AS open_cents
FROM invoice_end
LEFT JOIN (
    SELECT invoice_id, sum(came)::BIGINT AS came FROM cash WHERE day <= known GROUP BY invoice_id
) AS early USING (invoice_id);
