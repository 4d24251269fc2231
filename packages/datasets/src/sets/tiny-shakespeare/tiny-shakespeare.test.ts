import { expect, it } from 'vitest';
import { describeWithData, sharedData } from '../../testing/shared-data.js';
import { tinyShakespeare } from './tiny-shakespeare.js';

describeWithData('tinyShakespeare', ['tinyshakespeare/input.txt'], () => {
  it('has 1,115,394 characters, 65 different ones', async () => {
    const text = await tinyShakespeare({ folder: sharedData });
    expect(text).toHaveLength(1_115_394);
    expect(new Set(text).size).toBe(65);
    expect(text.slice(0, 14)).toBe('First Citizen:');
  });
});
