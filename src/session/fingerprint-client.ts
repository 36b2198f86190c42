/** First match wins: most browsers also name those they descend from. */
const BROWSERS: readonly (readonly [family: string, mark: RegExp])[] = [
  ['edge', /\bEdg(?:e|A|iOS)?\//],
  ['opera', /\b(?:OPR|OPT|OPX|Opera)\b/],
  ['samsung', /\bSamsungBrowser\//],
  ['yandex', /\bYaBrowser\//],
  ['vivaldi', /\bVivaldi\//],
  ['duckduckgo', /\b(?:DuckDuckGo|Ddg)\//],
  ['firefox', /\b(?:Firefox|FxiOS|Focus)\//],
  ['chrome', /\b(?:HeadlessChrome|Chromium|Chrome|CriOS)\//],
  ['safari', /\bSafari\//],
];

/** First match wins: Android says Linux, and iOS says "like Mac OS X". */
const SYSTEMS: readonly (readonly [family: string, mark: RegExp])[] = [
  ['windows', /\bWindows\b/],
  ['android', /\bAndroid\b/],
  ['ios', /\b(?:iPhone|iPad|iPod)\b/],
  ['macos', /\bMac(?:intosh| OS X)\b/],
  ['chromeos', /\bCrOS\b/],
  ['linux', /\bLinux\b/],
];

/** Enough for any product's name. */
const MAX_PRODUCT_CHARS = 64;

/**
 * What stays the same of a `User-Agent` when its program is updated: `browser/system`, without any version. A program that is no
 * known browser counts by its first product name (RFC 9110, section 10.1.5). Empty without a user agent.
 */
export function clientFamily(userAgent: string): string {
  if (userAgent === '') return '';
  const browser = familyOf(userAgent, BROWSERS) ?? productName(userAgent);
  return `${browser}/${familyOf(userAgent, SYSTEMS) ?? 'other'}`;
}

function familyOf(userAgent: string, families: typeof BROWSERS): string | undefined {
  return families.find(([, mark]) => mark.test(userAgent))?.[0];
}

function productName(userAgent: string): string {
  const [name = ''] = /^[^\s/;()]*/.exec(userAgent.trim()) ?? [];
  return name.slice(0, MAX_PRODUCT_CHARS).toLowerCase();
}
