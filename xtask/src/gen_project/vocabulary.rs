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
    ("country", "ctry", Kind::Text),
    ("currency", "curr", Kind::Text),
    ("method", "pay_method", Kind::Text),
    ("sales_rep", "sales_rep_nm", Kind::Text),
    ("reference", "ext_ref", Kind::Text),
    ("campaign", "utm_campaign", Kind::Text),
    ("device", "device", Kind::Text),
    ("depot", "wh_cd", Kind::Text),
    ("gross", "gross_cents", Kind::Amount),
    ("discount", "discount_cents", Kind::Amount),
    ("tax", "tax_cents", Kind::Amount),
    ("freight", "shipping_cents", Kind::Amount),
    ("refunded", "refund_cents", Kind::Amount),
    ("items", "n_items", Kind::Integer),
    ("seconds", "duration_s", Kind::Integer),
    ("priority", "prio", Kind::Integer),
    ("attempts", "n_attempts", Kind::Integer),
    ("conversion", "conv_score", Kind::Ratio),
    ("risk", "risk", Kind::Ratio),
    ("is_first", "first_flag", Kind::Flag),
    ("is_test", "test_flag", Kind::Flag),
    ("is_b2b", "b2b_flag", Kind::Flag),
    ("due_date", "due_ts", Kind::Date),
    ("booked_date", "booked_ts", Kind::Date),
    ("completed_at", "completed_ts", Kind::Timestamp),
    ("cancelled_at", "cancelled_ts", Kind::Timestamp),
];

/// Attributes of the customer tables that hundreds of models read.
pub(super) const CUSTOMER_ATTRIBUTES: &[(&str, &str, Kind)] = &[
    ("customer_name", "full_nm", Kind::Text),
    ("segment", "segment_cd", Kind::Text),
    ("country", "ctry", Kind::Text),
    ("city", "city_nm", Kind::Text),
    ("source_channel", "acq_channel", Kind::Text),
    ("tier", "tier", Kind::Text),
    ("credit_limit", "credit_limit_cents", Kind::Amount),
    ("household", "hh_size", Kind::Integer),
    ("churn", "churn", Kind::Ratio),
    ("is_subscribed", "newsletter_flag", Kind::Flag),
    ("birth_date", "birth_ts", Kind::Date),
    ("registered_at", "registered_ts", Kind::Timestamp),
];

/// Tags that sidecars carry.
pub(super) const DOMAINS: &[&str] = &["sales", "finance", "operations", "marketing", "service"];
