/** What tests stand on: sandboxes, gateways, everything that is logged, canaries. */
package io.jiaozi.proving.stage;
