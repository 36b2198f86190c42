/** Closer to the end than this, the reader is following along. In pixels. */
const NEAR = 64;

/**
 * Keeps a growing log at its end, unless the reader has scrolled up; then a button offers the way back.
 *
 * @param {HTMLElement} scroller
 * @param {HTMLElement} content
 * @param {HTMLButtonElement} jump
 * @returns {{ toEnd(): void }}
 */
export function stickToBottom(scroller, content, jump) {
  let following = true;
  const follow = () => {
    if (following) scroller.scrollTop = scroller.scrollHeight;
  };
  const toEnd = () => {
    following = true;
    jump.hidden = true;
    follow();
  };
  let lastTop = 0;
  scroller.addEventListener('scroll', () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    const near = scrollHeight - scrollTop - clientHeight < NEAR;
    // Only a way up is the reader's: the log may also have grown since it was last put at its end.
    if (near || scrollTop < lastTop) following = near;
    lastTop = scrollTop;
    jump.hidden = following;
  });
  jump.addEventListener('click', () => {
    toEnd();
    scroller.focus({ preventScroll: true });
  });
  const observer = new ResizeObserver(follow);
  observer.observe(content);
  observer.observe(scroller);
  return { toEnd };
}
