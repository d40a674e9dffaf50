data "aws_iam_policy_document" "pods" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-namespace"
      values   = ["shop"]
    }
  }
}

resource "aws_s3_bucket" "exports" {
  bucket_prefix = "exports-"
}

data "aws_iam_policy_document" "base" {
  statement {
    sid       = "Queue"
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:us-east-1:492000000148:orders"]
  }
}

data "aws_iam_policy_document" "objects" {
  statement {
    sid       = "Objects"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.exports.arn}/*"]
  }
}

data "aws_iam_policy_document" "all" {
  source_policy_documents = [
    data.aws_iam_policy_document.base.json,
    data.aws_iam_policy_document.objects.json,
  ]

  statement {
    sid       = "NotTheSecrets"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["${aws_s3_bucket.exports.arn}/secret/*"]
  }
}

resource "aws_iam_role" "reports" {
  name               = "reports"
  assume_role_policy = data.aws_iam_policy_document.pods.json
}

resource "aws_eks_pod_identity_association" "reports" {
  cluster_name    = "atlas-eks"
  namespace       = "shop"
  service_account = "reports"
  role_arn        = aws_iam_role.reports.arn
}

resource "aws_iam_role_policy" "reports" {
  name   = "all"
  role   = aws_iam_role.reports.id
  policy = data.aws_iam_policy_document.all.json
}
