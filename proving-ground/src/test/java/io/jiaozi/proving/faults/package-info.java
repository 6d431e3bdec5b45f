/** What the network and the channel do wrong, and what must come of it. */
package io.jiaozi.proving.faults;
