import { loadConfig } from './app-config.js';
import { parseWeek } from './business-week.js';
import { ConfigInvalid } from './config-invalid.js';

function problemOf(env: Readonly<Record<string, string>>): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.message;
  }
  throw new Error('was accepted');
}

describe('escalationConfig', () => {
  it('brings in a person for every reason, at all hours, unless told otherwise', () => {
    expect(loadConfig({}).escalation).toMatchObject({
      shadow: false,
      policyTopics: [],
      abstentionsInRow: 3,
      businessHours: null,
    });
  });

  it('reads every variable', () => {
    const { escalation } = loadConfig({
      ESCALATION_SHADOW: 'true',
      ESCALATION_REASONS: 'legal, complaint',
      ESCALATION_THRESHOLDS: 'complaint=0.8, legal=1',
      ESCALATION_POLICY_TOPICS: 'bankruptcy, press inquir*',
      ESCALATION_ABSTENTIONS: '2',
      BUSINESS_HOURS: 'mon 09:00-12:00',
      BUSINESS_TIMEZONE: 'America/New_York',
      BUSINESS_HOLIDAYS: '12-25,2026-07-04',
    });
    expect(escalation).toMatchObject({
      shadow: true,
      policyTopics: ['bankruptcy', 'press inquir*'],
      abstentionsInRow: 2,
      businessHours: {
        week: [{ weekday: 1, from: 540, until: 720 }],
        timezone: 'America/New_York',
        holidays: ['12-25', '2026-07-04'],
      },
    });
    expect([...escalation.reasons]).toEqual(['legal', 'complaint']);
    expect(escalation.thresholds).toMatchObject({ complaint: 0.8, legal: 1, human_request: 0.6 });
  });

  it.each([
    [{ ESCALATION_REASONS: 'legal,anger' }, 'must be reasons of'],
    [{ ESCALATION_THRESHOLDS: 'anger=0.5' }, 'must be entries such as'],
    [{ ESCALATION_THRESHOLDS: 'legal=1.5' }, 'must be entries such as'],
    [{ ESCALATION_ABSTENTIONS: '0' }, 'must be a whole number from 1 to 20'],
    [{ BUSINESS_HOURS: 'weekdays 9-5' }, 'must be days and times such as'],
    [{ BUSINESS_TIMEZONE: 'Berlin' }, 'must be the name of a time zone'],
    [{ BUSINESS_HOURS: 'mon 09:00-12:00', BUSINESS_HOLIDAYS: '02-30' }, 'must be days such as'],
    [{ BUSINESS_HOLIDAYS: '12-25' }, 'BUSINESS_HOLIDAYS is set, but BUSINESS_HOURS is not'],
    [{ ESCALATION_TOPICS: 'x' }, 'ESCALATION_TOPICS is unknown'],
  ])('refuses %j', (env, problem) => {
    expect(problemOf(env as Readonly<Record<string, string>>)).toContain(problem);
  });
});

describe('parseWeek', () => {
  it('reads days, breaks, weekends around Sunday and nights', () => {
    expect(parseWeek('sat-sun 10:00-12:00,13:00-24:00')).toEqual([
      { weekday: 6, from: 600, until: 720 },
      { weekday: 6, from: 780, until: 1440 },
      { weekday: 7, from: 600, until: 720 },
      { weekday: 7, from: 780, until: 1440 },
    ]);
    expect(parseWeek('Sun 22:00-02:00;')).toEqual([
      { weekday: 1, from: 0, until: 120 },
      { weekday: 7, from: 1320, until: 1440 },
    ]);
    expect(parseWeek('sun-mon 08:00-09:00')?.map(({ weekday }) => weekday)).toEqual([1, 7]);
  });

  it.each([
    '',
    ';',
    'mon',
    'mon 9-17',
    'mon 09:00-09:00',
    'xyz 09:00-10:00',
    'mon-xyz 09:00-10:00',
    'mon 25:00-26:00',
    'mon 09:60-10:00',
    'mon 09:00-24:30',
  ])('refuses "%s"', (text) => {
    expect(parseWeek(text)).toBeNull();
  });
});
