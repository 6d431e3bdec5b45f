/**
 * Messages on their whole way: sent by the sandbox, handled once, answered as the channel wants.
 */
package io.jiaozi.proving.handler;
