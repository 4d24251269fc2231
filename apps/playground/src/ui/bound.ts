/**
 * Settings as controls take them, by name: `const set = bound(settings, change)`, then `<Slider label="Noise" {...set('noise')} />`.
 */
export const bound =
  <Settings extends object>(settings: Settings, change: (changes: Partial<Settings>) => void) =>
  <Name extends keyof Settings>(name: Name) => ({
    value: settings[name],
    onChange: (value: Settings[Name]) => change({ [name]: value } as unknown as Partial<Settings>),
  });
