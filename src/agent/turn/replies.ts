import { TICKET_NUMBER } from '../../common/ticket-number.js';

/** What a customer reads when a person is asked for. */
export const ESCALATED = `I've asked a person from our team to take over. Your ticket number is ${TICKET_NUMBER}. You can keep writing here, and everything you've said so far is there for them to read.`;
