# Everything a person or CI asks of this checkout. `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help setup run kiosk virtual-card test lint soak bench words manual schemas licences lock
PYTHON := .venv/bin/python
# Tests start hundreds of processes; without its byte code each of them would compile the whole program again.
unexport PYTHONDONTWRITEBYTECODE
MYPY := $(PYTHON) -m mypy

help: ## các lệnh có thể dùng (this list)
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' Makefile

setup: ## chuẩn bị máy và .venv (get the machine and .venv ready)
	@tools/setup.sh

run: setup ## chạy thử toàn bộ chương trình (the demo)
	$(PYTHON) main.py demo

virtual-card: setup ## như run, nhưng thẻ ảo được đọc qua dịch vụ thẻ pcscd thật (the demo, its cards read through the real card service)
	$(PYTHON) main.py demo --card-service

kiosk: setup ## chạy thử ki-ốt tự phục vụ của cơ quan giả định (the demo office's self-service kiosk)
	$(PYTHON) main.py --profile demo --data out/demo/office/kiosk selfservice

test: lint ## mọi kiểm tra, rồi mọi bài kiểm thử (every check, then every test)
	$(PYTHON) -m pytest -n $$(( $$(nproc) + 1 )) --maxprocesses 5 --dist loadfile --no-loadscope-reorder

lint: setup ## kiểm tra mã nguồn (ruff, mypy for Linux and Windows, import rules)
	$(PYTHON) -m ruff check
	$(MYPY) --platform linux --cache-dir .mypy_cache/linux & linux=$$!; \
	$(MYPY) --platform win32 --cache-dir .mypy_cache/win32; windows=$$?; wait $$linux && exit $$windows
	.venv/bin/lint-imports --no-logo

soak: setup ## kiểm thử dài, ngẫu nhiên (long, random tests)
	HYPOTHESIS_PROFILE=random $(PYTHON) -m pytest -m soak -o faulthandler_timeout=3600

bench: setup ## đo tốc độ (measurements)
	$(PYTHON) -m benchmarks

words: setup ## trích và biên dịch bản dịch (extract and compile the translations)
	$(PYTHON) -m tools.qt_words
	$(PYTHON) -m tools.words

manual: setup ## chép câu chữ mới vào docs/failure-codes.md (copy the program's words into the manual of failures)
	$(PYTHON) -m tools.failure_codes

schemas: setup ## viết lại docs/counter-protocol.schema.json (the JSON Schemas of the protocol)
	$(PYTHON) -m tools.protocol_schemas

licences: setup ## viết lại docs/licences.md (rewrite the table of licences)
	$(PYTHON) -m tools.licences

lock: ## chọn lại phiên bản thư viện (resolve requirements.lock anew)
	tools/lock.sh
