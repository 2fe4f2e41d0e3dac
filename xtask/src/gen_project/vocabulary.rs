//! The words of generated projects: systems, entities, attributes.

use super::model::Kind;

/// Operational systems that data comes from.
pub(super) const SYSTEMS: &[&str] =
    &["crm", "shop", "billing", "erp", "app", "web", "pos", "ads", "support", "logistics", "finance", "hr"];

/// Places that run an instance of a system of their own.
pub(super) const REGIONS: &[&str] =
    &["eu", "us", "uk", "apac", "latam", "nordics", "dach", "iberia", "benelux", "mena"];

/// What the systems keep: plural and singular.
pub(super) const ENTITIES: &[(&str, &str)] = &[
    ("orders", "order"),
    ("payments", "payment"),
    ("shipments", "shipment"),
    ("invoices", "invoice"),
    ("subscriptions", "subscription"),
    ("sessions", "session"),
    ("tickets", "ticket"),
    ("refunds", "refund"),
    ("campaign_clicks", "campaign_click"),
    ("reviews", "review"),
    ("quotes", "quote"),
    ("bookings", "booking"),
    ("coupons", "coupon"),
    ("calls", "call"),
    ("deliveries", "delivery"),
    ("warranties", "warranty"),
];

/// Attributes an entity may have: name in the models, name in the source, kind.
pub(super) const ATTRIBUTES: &[(&str, &str, Kind)] = &[
    ("status", "status_code", Kind::Text),
    ("channel", "channel_nm", Kind::Text),
    ("country_code", "ctry", Kind::Text),
    ("currency_code", "curr", Kind::Text),
    ("payment_method", "pay_method", Kind::Text),
    ("sales_representative", "sales_rep_nm", Kind::Text),
    ("external_reference", "ext_ref", Kind::Text),
    ("campaign_name", "utm_campaign", Kind::Text),
    ("device_type", "device", Kind::Text),
    ("warehouse_code", "wh_cd", Kind::Text),
    ("gross_amount", "gross_cents", Kind::Amount),
    ("discount_amount", "discount_cents", Kind::Amount),
    ("tax_amount", "tax_cents", Kind::Amount),
    ("shipping_amount", "shipping_cents", Kind::Amount),
    ("refunded_amount", "refund_cents", Kind::Amount),
    ("item_count", "n_items", Kind::Integer),
    ("duration_seconds", "duration_s", Kind::Integer),
    ("priority", "prio", Kind::Integer),
    ("attempt_count", "n_attempts", Kind::Integer),
    ("conversion_score", "conv_score", Kind::Ratio),
    ("risk_score", "risk", Kind::Ratio),
    ("is_first_purchase", "first_flag", Kind::Flag),
    ("is_test_record", "test_flag", Kind::Flag),
    ("is_business_customer", "b2b_flag", Kind::Flag),
    ("due_date", "due_ts", Kind::Date),
    ("booked_date", "booked_ts", Kind::Date),
    ("completed_at", "completed_ts", Kind::Timestamp),
    ("cancelled_at", "cancelled_ts", Kind::Timestamp),
];

/// Attributes of the customer tables that hundreds of models read.
pub(super) const CUSTOMER_ATTRIBUTES: &[(&str, &str, Kind)] = &[
    ("customer_name", "full_nm", Kind::Text),
    ("segment", "segment_cd", Kind::Text),
    ("country_code", "ctry", Kind::Text),
    ("city", "city_nm", Kind::Text),
    ("acquisition_channel", "acq_channel", Kind::Text),
    ("loyalty_tier", "tier", Kind::Text),
    ("credit_limit_amount", "credit_limit_cents", Kind::Amount),
    ("household_size", "hh_size", Kind::Integer),
    ("churn_score", "churn", Kind::Ratio),
    ("is_newsletter_subscriber", "newsletter_flag", Kind::Flag),
    ("birth_date", "birth_ts", Kind::Date),
    ("registered_at", "registered_ts", Kind::Timestamp),
];

/// Tags that sidecars carry.
pub(super) const DOMAINS: &[&str] = &["sales", "finance", "operations", "marketing", "service"];
