/** What our adapters say, written down for the judges; docs/design/interop.md. */
package io.jiaozi.interop.exchange;
