/** Notifications as bytes: how a channel builds them, and what a forger can do to them. */
package io.jiaozi.proving.message;
