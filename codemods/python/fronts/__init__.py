"""One front per SDK: it finds the SDK's old expressions in a module and lifts them."""
