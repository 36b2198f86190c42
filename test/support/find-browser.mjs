import { findProgram, requireProgram } from './find-program.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const FILES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path of a Chromium or Chrome; installed by apt where that is possible (see requireProgram). */
export function requireBrowser() {
  return requireProgram({
    part: 'chromium',
    find: () => findProgram(NAMES, FILES),
    commands: {
      darwin: 'brew install --cask google-chrome',
      other: 'install Chromium or Google Chrome with your package manager, so that it is on PATH',
    },
  });
}
