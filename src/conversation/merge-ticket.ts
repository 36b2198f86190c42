/**
 * What happens to a session's open ticket when another reason for one comes up: it keeps its number, gets the new reasons and what is
 * newly known, and its priority may only rise. When the person before has given it back, somebody is asked for anew. For an INSERT INTO
 * tickets AS ticket.
 */
export const MERGE_INTO_OPEN_TICKET = `
      ON CONFLICT (session_id) WHERE status NOT IN ('solved', 'closed') DO UPDATE
      SET updated_at = excluded.updated_at,
        version = ticket.version + 1,
        status = CASE WHEN ticket.handoff_state IN ('returned', 'cancelled') THEN 'open' ELSE ticket.status END,
        handoff_state = CASE WHEN ticket.handoff_state IN ('returned', 'cancelled') THEN 'requested'
          ELSE ticket.handoff_state END,
        reasons = ticket.reasons || ARRAY(SELECT unnest(excluded.reasons) EXCEPT SELECT unnest(ticket.reasons)),
        priority = CASE WHEN array_position(ARRAY['low', 'normal', 'high', 'urgent'], excluded.priority)
          > array_position(ARRAY['low', 'normal', 'high', 'urgent'], ticket.priority) THEN excluded.priority
          ELSE ticket.priority END,
        summary = coalesce(excluded.summary, ticket.summary),
        facts = CASE WHEN excluded.facts = '[]' THEN ticket.facts ELSE excluded.facts END,
        explanation = ticket.explanation || excluded.explanation`;
