import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const templates = fileURLToPath(new URL('../templates', import.meta.url));

/** Values for the `{{names}}` in templates. */
export type Values = Readonly<Record<string, string>>;

/** Fills in a template; a name without a value is an error. */
const fill = (template: string, values: Values): string =>
  template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined)
      throw new Error(`[pnpm new] expected a value for {{${name}}}, got none (a template).`);
    return value;
  });

/** Text as the formatter leaves it, whatever its line breaks. */
const withoutSpaces = (text: string): string => text.replace(/\s+/g, '');

/** The repository that files are added to; writes nothing before {@link Repository.save}. */
export class Repository {
  readonly #changes = new Map<string, string>();
  readonly #created: string[] = [];

  constructor(readonly root: string) {}

  exists(path: string): boolean {
    return this.#changes.has(path) || existsSync(join(this.root, path));
  }

  read(path: string): string {
    return this.#changes.get(path) ?? readFileSync(join(this.root, path), 'utf8');
  }

  /** Adds a file; one that is there already is never overwritten, unless it still is the placeholder. */
  create(path: string, text: string, placeholder?: string): void {
    const isPlaceholder = (): boolean =>
      placeholder !== undefined && withoutSpaces(this.read(path)) === withoutSpaces(placeholder);
    if (this.exists(path) && !isPlaceholder())
      throw new Error(`[pnpm new] expected a new name, got ${path} (it is there already).`);
    this.#changes.set(path, text);
    this.#created.push(path);
  }

  /**
   * Adds every file of a template folder; `{{names}}` stand in paths too, and the ending `.template` falls off.
   * @param over - Another template folder, whose files may be replaced while they are as it made them.
   */
  createFrom(template: string, folder: string, values: Values, over?: string): void {
    const files = readdirSync(join(templates, template), { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      const path = join(file.parentPath, file.name);
      const relative = path.slice(join(templates, template).length + 1).replaceAll('\\', '/');
      const target = `${folder}/${fill(relative, values).replace(/\.template$/, '')}`;
      const replaced = over && join(templates, over, relative);
      const placeholder = replaced && existsSync(replaced) ? readFileSync(replaced, 'utf8') : undefined;
      this.create(target, fill(readFileSync(path, 'utf8'), values), placeholder && fill(placeholder, values));
    }
  }

  /** Changes a file; an edit that changes nothing is an error, because then its anchor is gone. */
  edit(path: string, change: (text: string) => string): void {
    const before = this.read(path);
    const after = change(before);
    if (after === before) throw new Error(`[pnpm new] expected a place for a new row, got none (${path}).`);
    this.#changes.set(path, after);
  }

  editJson<T>(path: string, change: (value: T) => void): void {
    this.edit(path, (text) => {
      const value = JSON.parse(text) as T;
      change(value);
      return `${JSON.stringify(value, null, 2)}\n`;
    });
  }

  /** Writes everything; returns the paths, new ones first. */
  save(): { created: readonly string[]; edited: readonly string[] } {
    for (const [path, text] of this.#changes) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), text);
    }
    const edited = [...this.#changes.keys()].filter((path) => !this.#created.includes(path));
    return { created: this.#created, edited };
  }
}
