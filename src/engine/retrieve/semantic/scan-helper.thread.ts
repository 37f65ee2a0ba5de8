// Entry of the thread that helps to scan a large index.
import { workerData } from 'node:worker_threads';
import { startKernel } from './kernel.ts';
import { helpScanning, type SharedScan } from './shared-scan.ts';

const scan = workerData as SharedScan;
helpScanning(scan, startKernel(scan.module, scan.memory));
