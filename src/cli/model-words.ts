// Models and adapters in words for people.
import type {
  Adapter,
  Fit,
  Inspected,
  MachineInfo,
  Model,
  ModelFacts,
} from '../shared/contract/models.ts';
import { errorSentence } from '../shared/texts/format.ts';
import { modelKindWords } from '../shared/texts/model-reasons.ts';
import { count, printLine, safeLine, sizeText, styled } from './print.ts';

const fitWords: Record<Fit['verdict'], string> = {
  'fits-gpu': 'fits this machine’s GPU',
  'fits-partly': 'fits partly on the GPU',
  'fits-ram': 'fits this machine’s memory',
  tight: 'fits if other programs are closed',
  'too-large': 'too large for this machine',
};

const backendNames: Record<MachineInfo['backend'], string> = {
  cuda: 'CUDA',
  vulkan: 'Vulkan',
  metal: 'Metal',
  cpu: 'processor only',
};

export function fitText({ verdict, gpuLayers, context, vram, ram }: Fit): string {
  const layers = verdict === 'fits-partly' ? ` (${gpuLayers} layers)` : '';
  const onGpu = vram > 0 ? ` and ${sizeText(vram)} on the GPU` : '';
  const needs = `${sizeText(ram)} of memory${onGpu} for ${context.toLocaleString('en')} tokens`;
  return `${fitWords[verdict]}${layers}: ${needs}`;
}

/** `llama, 7.6 billion weights, Q4_K_M` */
export function factsText({ architecture, parameters, quantisation }: ModelFacts): string {
  const parts = [architecture];
  if (parameters !== null) parts.push(`${numberText(parameters)} weights`);
  if (quantisation !== null) parts.push(quantisation);
  return safeLine(parts.join(', '));
}

export function printModel(model: Model, chosen: boolean): void {
  const { name, role, facts, sizeBytes, fit, path, state } = model;
  const use = chosen ? ', in use' : '';
  printLine(`${styled('bold', safeLine(name))}  ${modelKindWords[role]}${use}`);
  printLine(`  ${factsText(facts)}, ${sizeText(sizeBytes)}`);
  if (fit) printLine(`  ${fitText(fit)}`);
  printLine(`  ${styled('dim', safeLine(model.source ?? path))}`);
  printState(state, name, path);
}

export function printAdapter({ name, architecture, rank, alpha, ...adapter }: Adapter): void {
  const { sizeBytes, baseName, fits, path, state } = adapter;
  printLine(
    `${styled('bold', safeLine(name))}  for ${safeLine(baseName ?? `models of the kind ${architecture}`)}`,
  );
  const facts = `${architecture}, rank ${rank}, alpha ${Number(alpha.toPrecision(6))}`;
  printLine(`  ${safeLine(facts)}, ${sizeText(sizeBytes)}`);
  printLine(fits.length > 0 ? `  fits ${safeLine(fits.join(', '))}` : '  fits no installed model');
  printLine(`  ${styled('dim', safeLine(adapter.source ?? path))}`);
  printState(state, name, path);
}

function printState(state: Model['state'], name: string, path: string): void {
  if (state === 'missing')
    printLine(`  ${safeLine(errorSentence('MODEL_MISSING', { name, path }))}`);
  if (state === 'crashes') printLine(`  ${safeLine(errorSentence('MODEL_CRASHES', { name }))}`);
  if (state === 'damaged') {
    printLine('  Its file has changed and cannot be read any more. Remove it and add it again.');
  }
}

export function printInspected(inspected: Inspected): void {
  const { kind, path, facts, sizeBytes, tensors, fit, metadata } = inspected;
  const title = facts.title === null ? '' : `“${safeLine(facts.title)}”, `;
  printLine(`${title}${modelKindWords[kind]}, ${sizeText(sizeBytes)}`);
  printLine(`  ${styled('dim', safeLine(path))}`);
  printLine(`  ${factsText(facts)}`);
  const { layers, contextTrained, embedding, licence, hasTemplate } = facts;
  if (layers !== null) printLine(`  ${count(layers, 'layer', 'layers')}, ${tensors} tensors`);
  if (contextTrained !== null) {
    printLine(`  made for ${contextTrained.toLocaleString('en')} tokens at once`);
  }
  if (kind === 'embedder' && embedding !== null) printLine(`  vectors of ${embedding} numbers`);
  if (kind === 'chat') printLine(hasTemplate ? '  has a chat template' : '  has no chat template');
  printLine(`  licence: ${safeLine(licence ?? 'not said')}`);
  if (fit) printLine(`  ${fitText(fit)}`);
  printLine();
  for (const { key, value } of metadata) {
    printLine(`  ${styled('dim', safeLine(key))}  ${safeLine(value)}`);
  }
}

export function printMachine(machine: MachineInfo): void {
  const { backend, devices, vramTotal, vramFree, ramTotal, ramFree, cores, release } = machine;
  const of = (free: number, total: number) => `${sizeText(free)} of ${sizeText(total)} free`;
  printLine(`Models compute with: ${backendNames[backend]} (llama.cpp ${safeLine(release)})`);
  for (const device of devices) printLine(`GPU: ${safeLine(device)}`);
  if (devices.length > 0) printLine(`GPU memory: ${of(vramFree, vramTotal)}`);
  printLine(`Memory: ${of(ramFree, ramTotal)}`);
  printLine(`Cores: ${cores}`);
}

function numberText(n: number): string {
  if (n >= 1e9) return `${(n / 1e9).toFixed(1)} billion`;
  return n >= 1e6 ? `${Math.round(n / 1e6)} million` : n.toLocaleString('en');
}
