import { ChatApi } from './api/chat-api.js';
import { Conversation } from './conversation/conversation.js';
import { ConversationStorage } from './conversation/storage.js';
import { strings } from './strings.js';
import { Activity } from './view/activity.js';
import { CitationDialog } from './view/citation-dialog.js';
import { Composer } from './view/composer.js';
import { byId } from './view/dom.js';
import { FileTray } from './view/file-tray.js';
import { handoffText } from './view/handoff-text.js';
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

/** A connection that is back this soon, in ms, is not worth a word. */
const OFFLINE_NOTICE_MS = 1500;
let offlineSince = 0;
/** @type {import('@frontdesk/client').ConnectionState} */
let connection = 'connecting';
const showOffline = () => notices.show('offline', strings.offline);

const conversation = new Conversation(
  new ChatApi(base),
  storage,
  {
    onState: (state) => {
      connection = state;
      clearTimeout(offlineSince);
      if (state === 'offline') offlineSince = window.setTimeout(showOffline, OFFLINE_NOTICE_MS);
      if (state === 'online') {
        notices.hide('offline');
        conversation.outbox.retryUnreached();
      }
    },
    onHandoff: (handoff) => {
      const text = handoff && handoffText(handoff);
      if (text) notices.show('ticket', text);
      else notices.hide('ticket');
    },
    onTyping: ({ who, name, on }) => {
      if (who === 'human') activity.writing(on ? (name ?? strings.authors.human) : undefined);
    },
    onHistoryFailed: () => notices.show('trouble', strings.historyFailed),
  },
  strings.newConversation,
);

const activityParts = {
  row: byId('activity', HTMLElement),
  text: byId('activity-text', HTMLElement),
  stop: byId('stop', HTMLButtonElement),
};
const activity = new Activity(activityParts, () => void conversation.stop());

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
const onDraft = (/** @type {string} */ draft) => {
  storage.draft = draft;
  conversation.typing(draft !== '');
};
const composer = new Composer(parts, { onSend: send, onDraft });
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

addEventListener('offline', showOffline);
addEventListener('online', () => {
  // Without a conversation there is no connection whose return could say so.
  if (connection !== 'offline') notices.hide('offline');
  conversation.wake();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') conversation.wake();
});

composer.insert(storage.draft);
conversation.transcript.subscribe((entries) => {
  list.show(entries);
  activity.answering(conversation.transcript.answering);
  welcome.hidden = log.ariaBusy === 'true' || entries.some(({ role }) => role !== 'system');
});
await conversation.restore();
log.ariaBusy = 'false';
conversation.transcript.announce();
bottom.toEnd();
