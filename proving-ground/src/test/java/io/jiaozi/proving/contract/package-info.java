/**
 * Our adapters under the published contract ({@code adapter-tck}), each with the sandbox for a
 * fake. What an account must be able to do is written down here from API-FIT, sections 1 and 2, and
 * from the protocol sheets.
 */
package io.jiaozi.proving.contract;
