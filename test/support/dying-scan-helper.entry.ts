// A thread that helps to scan and dies within its third slab.
import { workerData } from 'node:worker_threads';
import { startKernel } from '../../src/engine/retrieve/semantic/kernel.ts';
import { helpScanning, type SharedScan } from '../../src/engine/retrieve/semantic/shared-scan.ts';

const scan = workerData as SharedScan;
const kernel = startKernel(scan.module, scan.memory);
let slabs = 0;

helpScanning(scan, {
  scan(...args) {
    slabs++;
    kernel.scan(...args);
    if (slabs === 3) throw new Error('died as asked');
  },
});
