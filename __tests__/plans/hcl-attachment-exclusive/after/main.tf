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

resource "aws_iam_policy_attachment" "queues" {
  name       = "queues"
  roles      = [aws_iam_role.reports.name]
  policy_arn = "arn:aws:iam::aws:policy/AmazonSQSFullAccess"
}
