-- The catalogue, from what each pair has seen. The pair's own invoice is left out of what is open and overdue.

CREATE OR REPLACE TEMP TABLE feature AS
WITH own AS (
    SELECT
        *,
        (open_cents != 0)::INT AS own_open,
        (open_cents > 0 AND due < evening)::INT AS own_overdue,
        exp(log_amount / issued_n / 1000000) AS usual_cents,
        late_90 / nullif(n_90, 0) - late_365 / nullif(n_365, 0) AS drift,
        coalesce(exp(-(evening - settled_day) / 120.0::DOUBLE), 0) AS faded,
        exp((settled_day - 18000) / 120.0::DOUBLE) AS anchor
    FROM seen
), other AS (
    SELECT
        *,
        open_n - own_open AS others_open,
        overdue_n - own_overdue AS others_overdue,
        (overdue_n - own_overdue) * evening - (overdue_due - own_overdue * due) AS days_overdue
    FROM own
)
SELECT
    invoice_id,
    n::FLOAT AS n_paid,
    n_30::FLOAT AS n_paid_30,
    n_90::FLOAT AS n_paid_90,
    (late / n)::FLOAT AS days_late_mean,
    (late_30 / nullif(n_30, 0))::FLOAT AS days_late_mean_30,
    (late_90 / nullif(n_90, 0))::FLOAT AS days_late_mean_90,
    (late_365 / nullif(n_365, 0))::FLOAT AS days_late_mean_365,
    quantiles[3]::FLOAT AS days_late_median,
    quantiles[1]::FLOAT AS days_late_q10,
    quantiles[2]::FLOAT AS days_late_q25,
    quantiles[4]::FLOAT AS days_late_q75,
    quantiles[5]::FLOAT AS days_late_q90,
    CASE WHEN n > 1 THEN sqrt(greatest(late_squared / n - (late / n) * (late / n), 0)) END::FLOAT
        AS days_late_spread,
    (late_cents / settled_cents)::FLOAT AS days_late_weighted,
    (over_0 / n)::FLOAT AS late_share,
    (over_7 / n)::FLOAT AS late_share_7,
    (over_30 / n)::FLOAT AS late_share_30,
    (over_0_90 / nullif(n_90, 0))::FLOAT AS late_share_within_90,
    (recent_late / recent_weight)::FLOAT AS days_late_recent,
    (
        (coalesce(recent_late / anchor, 0) * faded + days_overdue)
        / nullif(coalesce(recent_weight / anchor, 0) * faded + others_overdue, 0)
    )::FLOAT AS days_late_recent_censored,
    last_1::FLOAT AS days_late_last_1,
    last_2::FLOAT AS days_late_last_2,
    last_3::FLOAT AS days_late_last_3,
    CASE
        WHEN last_6 IS NOT NULL
            THEN (5 * (last_1 - last_6) + 3 * (last_2 - last_5) + (last_3 - last_4)) / 35
        WHEN last_5 IS NOT NULL THEN (2 * (last_1 - last_5) + (last_2 - last_4)) / 10
        WHEN last_4 IS NOT NULL THEN (3 * (last_1 - last_4) + (last_2 - last_3)) / 10
        WHEN last_3 IS NOT NULL THEN (last_1 - last_3) / 2
    END::FLOAT AS days_late_trend,
    drift::FLOAT AS days_late_drift,
    (evening - settled_day)::FLOAT AS days_since_payment,
    (weekday_most / n)::FLOAT AS weekday_concentration,
    others_open::FLOAT AS n_open,
    ((open_total - own_open * open_cents) / usual_cents)::FLOAT AS open_to_usual,
    others_overdue::FLOAT AS n_overdue,
    ((overdue_cents - own_overdue * open_cents) / usual_cents)::FLOAT AS overdue_to_usual,
    (others_overdue / nullif(others_open, 0))::FLOAT AS overdue_share,
    CASE WHEN overdue_n > 0 THEN evening - oldest_due ELSE 0 END::FLOAT AS oldest_overdue_days,
    (days_overdue / nullif(others_overdue, 0))::FLOAT AS overdue_days_mean,
    issued_n::FLOAT AS n_issued,
    issued_n_30::FLOAT AS n_issued_30,
    issued_n_90::FLOAT AS n_issued_90,
    (evening - first_day)::FLOAT AS days_known,
    CASE WHEN evening - first_day > 90 THEN 4 * issued_cents_90 / nullif(issued_cents_365, 0) END::FLOAT
        AS volume_growth,
    ln(greatest(cents, 1) / 100)::FLOAT AS amount_log,
    (cents / usual_cents)::FLOAT AS amount_to_usual,
    (due - issued)::FLOAT AS terms_days,
    (due - issued - issued_terms / issued_n)::FLOAT AS terms_against_usual,
    (evening - due)::FLOAT AS days_past_due,
    CASE WHEN open_cents = 0 THEN 0 ELSE 1 - open_cents / nullif(cents, 0) END::FLOAT AS paid_fraction,
    ((due + 3) % 7)::FLOAT AS due_weekday,
    day(DATE '1970-01-01' + due::INT)::FLOAT AS due_day_of_month,
    (day(last_day(DATE '1970-01-01' + due::INT)) - day(DATE '1970-01-01' + due::INT))::FLOAT
        AS due_from_month_end,
    month(DATE '1970-01-01' + due::INT)::FLOAT AS due_month,
    ((issued + 3) % 7)::FLOAT AS issue_weekday
FROM other;
