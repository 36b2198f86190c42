import { asRequestError } from '../api/request-error.js';
import { strings } from '../strings.js';
import { button, el } from './dom.js';
import { icon } from './icons.js';

/** @import { UploadedFile } from '../types.js' */

/** As many files as one message may carry. */
const MOST = 10;

/**
 * @typedef {object} TrayFile
 * @property {string} name
 * @property {UploadedFile} [uploaded]
 * @property {string} [failure]
 */

/** The files that go with the next message: picked, dropped or pasted, and uploaded at once. */
export class FileTray {
  #list;
  #upload;
  /** @type {TrayFile[]} */
  #files = [];

  /**
   * @param {{ list: HTMLElement, pick: HTMLButtonElement, input: HTMLInputElement, target: HTMLElement }} parts
   * @param {(file: File) => Promise<UploadedFile>} upload
   */
  constructor({ list, pick, input, target }, upload) {
    this.#list = list;
    this.#upload = upload;
    pick.append(icon('attach'));
    pick.addEventListener('click', () => input.click());
    input.addEventListener('change', () => {
      this.#addAll(input.files);
      input.value = '';
    });
    target.addEventListener('paste', (event) => this.#addAll(event.clipboardData?.files));
    target.addEventListener('dragover', (event) => event.preventDefault());
    target.addEventListener('drop', (event) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      this.#addAll(event.dataTransfer.files);
    });
  }

  /** Whether a file is still on its way. */
  get busy() {
    return this.#files.some(({ uploaded, failure }) => !uploaded && !failure);
  }

  /** Hands out the files that are there and empties the tray. @returns {UploadedFile[]} */
  take() {
    const files = this.#files.flatMap(({ uploaded }) => (uploaded ? [uploaded] : []));
    this.#files = [];
    this.#show();
    return files;
  }

  /** @param {FileList | null | undefined} files */
  #addAll(files) {
    for (const file of files ?? []) if (this.#files.length < MOST) void this.#add(file);
  }

  /** @param {File} file */
  async #add(file) {
    /** @type {TrayFile} */
    const entry = { name: file.name };
    this.#files.push(entry);
    this.#show();
    try {
      entry.uploaded = await this.#upload(file);
    } catch (error) {
      const { code, detail, requestId } = asRequestError(error).toFailure();
      const reason = strings.uploadErrors[code] ?? detail ?? strings.uploadErrors['default'];
      entry.failure = [reason, requestId && strings.reference(requestId)].filter(Boolean).join(' ');
    }
    this.#show();
  }

  #show() {
    this.#list.replaceChildren(...this.#files.map((file) => this.#chip(file)));
    this.#list.hidden = this.#files.length === 0;
  }

  /** @param {TrayFile} file */
  #chip(file) {
    const { name, uploaded, failure } = file;
    const state = failure ? 'failed' : uploaded ? 'ready' : 'uploading';
    const remove = button('', 'file-remove', () => {
      this.#files = this.#files.filter((other) => other !== file);
      this.#show();
    });
    remove.ariaLabel = strings.removeFile(name);
    remove.append(icon('close'));
    const note = failure ?? (uploaded ? undefined : strings.uploading);
    return el(
      'li',
      { class: 'file', 'data-state': state },
      el('span', { class: 'file-name' }, name),
      note && el('small', {}, note),
      remove,
    );
  }
}
