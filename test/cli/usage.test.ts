// What the command says about itself, and what it answers to wrong usage.
import { expect, test } from 'vitest';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { runCli } from '../support/cli.ts';

const commands = [
  'index',
  'search',
  'ask',
  'conversations',
  'assistants',
  'read',
  'status',
  'collections',
  'models',
  'adapters',
  'hardware',
  'config',
  'remove',
  'serve',
  'doctor',
  'eval',
];

test('help lists every command', async () => {
  const { code, stdout } = await runCli(['--help']);
  expect(code).toBe(0);
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
});

test.each(commands)('%s has help with --data and --json', async (command) => {
  const { code, stdout, stderr } = await runCli([command, '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`lorekeep ${command}`);
  expect(stdout).toContain('--data <dir>');
  expect(stdout).toContain('--json');
});

test('the version is that of package.json', async () => {
  const { stdout } = await runCli(['--version']);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

const empty = folderWith({ 'none.jsonl': '', 'bad.jsonl': '{"question": 5}\n' });

test.each([
  [['sarch', 'x'], 'unknown command'],
  [['index'], "missing required argument 'folder'"],
  [['search'], 'Give a query'],
  [['ask'], 'Give a question'],
  [['search', 'x', '--nothing'], "unknown option '--nothing'"],
  [['search', 'x', '--limit', '0'], 'from 1 to 200'],
  [['search', 'x', '--limit', '1.5'], 'from 1 to 200'],
  [['search', 'x', '--mode', 'magic'], 'Allowed choices are hybrid, keyword, semantic'],
  [['search', '--batch', '/nowhere/x'], 'cannot be read (ENOENT)'],
  [['serve', '--port', '99999'], 'from 0 to 65535'],
  [['eval', '--folder', empty], '--questions'],
  [['eval', '--folder', empty, '--questions', `${empty}/none.jsonl`], 'no question with a file'],
])('wrong usage (%j) ends with 2 and says what is wrong', async (args, said) => {
  const data = temporaryFolder();
  const { code, stdout, stderr } = await runCli([...args], { data });
  expect(stderr).toContain(said);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});
