//! The table `review_queue`.

use serde::Deserialize;
use serde_json::Value;
use sqlx::types::Json;

use crate::domain::queue::{Condition, Queue, QueueName, QueueRules};
use crate::store::{Internal, Tx};

#[derive(Deserialize)]
struct Row {
    name: String,
    position: i32,
    rules: Json<Vec<Condition>>,
    opens: bool,
    blind: bool,
    due_within_minutes: i32,
    golden_rate: f64,
}

impl TryFrom<Row> for Queue {
    type Error = Internal;

    fn try_from(row: Row) -> Result<Self, Internal> {
        let name = QueueName::parse(&row.name);
        Ok(Self {
            name: name.map_err(|error| Internal::Corrupt(error.to_string()))?,
            rules: QueueRules {
                position: row.position,
                conditions: row.rules.0,
                opens_reviews: row.opens,
                blind: row.blind,
                due_within_minutes: row.due_within_minutes,
                golden_rate: row.golden_rate,
            },
        })
    }
}

/// A queue from its row as JSON. `None` if it can't be read.
pub fn from_json(row: Value) -> Option<Queue> {
    serde_json::from_value::<Row>(row).ok()?.try_into().ok()
}

/// The configured queues, in the order in which rules are tried.
pub async fn list(tx: &mut Tx) -> Result<Vec<Queue>, Internal> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT name, position, rules AS "rules: Json<Vec<Condition>>", opens, blind, due_within_minutes,
            golden_rate
        FROM review_queue
        ORDER BY position, name"#,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(Queue::try_from).collect()
}

/// Sets up or changes a queue.
pub async fn put(tx: &mut Tx, queue: &Queue) -> Result<(), Internal> {
    let rules = &queue.rules;
    tx.execute(sqlx::query!(
        "INSERT INTO review_queue (tenant_id, name, position, rules, opens, blind, due_within_minutes, golden_rate,
            created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
        ON CONFLICT (tenant_id, name) DO UPDATE
        SET position = $3, rules = $4, opens = $5, blind = $6, due_within_minutes = $7, golden_rate = $8, updated_at = $9",
        tx.tenant_id(),
        queue.name.as_str(),
        rules.position,
        Json(&rules.conditions) as _,
        rules.opens_reviews,
        rules.blind,
        rules.due_within_minutes,
        rules.golden_rate,
        tx.now,
    ))
    .await
}
