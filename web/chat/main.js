import { ChatApi } from './api/chat-api.js';
import { Conversation } from './conversation/conversation.js';
import { ConversationStorage } from './conversation/storage.js';
import { strings } from './strings.js';
import { CitationDialog } from './view/citation-dialog.js';
import { Composer } from './view/composer.js';
import { byId } from './view/dom.js';
import { FileTray } from './view/file-tray.js';
import { icon } from './view/icons.js';
import { MessageList } from './view/message-list.js';
import { Notices } from './view/notices.js';
import { fillStaticText } from './view/static-text.js';
import { stickToBottom } from './view/stick-to-bottom.js';
import { fillWelcome } from './view/welcome.js';

fillStaticText();
const base = document.querySelector('meta[name="frontdesk-api"]')?.getAttribute('content') ?? '/api/v1';
const storage = new ConversationStorage();
const notices = new Notices(byId('notices', HTMLElement));
const log = byId('log', HTMLElement);
const welcome = byId('welcome', HTMLElement);
const jump = byId('jump', HTMLButtonElement);
jump.append(icon('down'));
const bottom = stickToBottom(log, byId('log-content', HTMLElement), jump);

const conversation = new Conversation(
  new ChatApi(base),
  storage,
  {
    onReach: (reached) => (reached ? notices.hide('offline') : notices.show('offline', strings.offline)),
    onTicket: (ticket) => {
      if (!ticket) notices.hide('ticket');
      else
        notices.show(
          'ticket',
          [strings.personAsked, ticket.number && strings.ticket(String(ticket.number))].filter(Boolean).join(' '),
        );
    },
    onHistoryFailed: () => notices.show('trouble', strings.historyFailed),
  },
  strings.newConversation,
);

const fileParts = {
  list: byId('tray', HTMLElement),
  pick: byId('attach', HTMLButtonElement),
  input: byId('file', HTMLInputElement),
  target: document.body,
};
const tray = new FileTray(fileParts, (file) => conversation.upload(file));

/** @param {string} text */
const send = (text) => {
  if (tray.busy) return false;
  conversation.outbox.send(text, tray.take());
  bottom.toEnd();
  return true;
};
const parts = {
  form: byId('composer', HTMLFormElement),
  field: byId('message', HTMLTextAreaElement),
  send: byId('send', HTMLButtonElement),
};
const composer = new Composer(parts, { onSend: send, onDraft: (draft) => (storage.draft = draft) });
const dialog = new CitationDialog(byId('citation', HTMLDialogElement));
const list = new MessageList(byId('messages', HTMLElement), {
  openCitation: (citation, opener) => dialog.open(citation, opener),
  retry: (clientMessageId) => {
    conversation.outbox.retry(clientMessageId);
    composer.focus();
  },
  edit: (clientMessageId) => {
    composer.insert(conversation.outbox.takeBack(clientMessageId));
    composer.focus();
  },
});
fillWelcome(welcome, (question) => {
  send(question);
  composer.focus();
});

const talkToPerson = byId('talk-to-person', HTMLButtonElement);
talkToPerson.addEventListener('click', async () => {
  if (talkToPerson.ariaBusy === 'true') return;
  talkToPerson.ariaBusy = 'true';
  notices.hide('trouble');
  await conversation.requestPerson().catch(() => notices.show('trouble', strings.personFailed));
  talkToPerson.ariaBusy = 'false';
});

addEventListener('offline', () => notices.show('offline', strings.offline));
addEventListener('online', () => {
  notices.hide('offline');
  conversation.outbox.retryUnreached();
});
addEventListener('pagehide', () => conversation.outbox.suspend());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void conversation.refresh();
});

composer.insert(storage.draft);
conversation.transcript.subscribe((entries) => {
  list.show(entries);
  welcome.hidden = log.ariaBusy === 'true' || entries.some(({ role }) => role !== 'system');
});
await conversation.restore();
log.ariaBusy = 'false';
conversation.transcript.announce();
bottom.toEnd();
